import assert from 'node:assert/strict';
import { hasSentence } from '../../cards/language.ts';
import { VERBS } from '../../cards/verbs.ts';
import { parseCommand } from '../../dialogs/command.ts';
import { taskOfMessage, VERB_TASKS } from '../../dialogs/tasks.ts';
import {
  type HeldRoles,
  judgePermission,
  PARTNER_ROLES,
  type PartnerRole,
  TASKS,
  type Task,
} from '../../services/rules/permissions.ts';
import { STEP_ROLES, TRANSFER_ROLES } from '../../services/rules/roles.ts';
import { SOURCES } from '../../services/rules/sources.ts';

const only = (...roles: PartnerRole[]): HeldRoles => ({ held: new Set(roles), unread: null });

describe('who may do what', () => {
  it('when a card has a button, then the table says what it does, and holds no button that is gone', () => {
    assert.deepEqual(Object.keys(VERB_TASKS).sort(), Object.values(VERBS).sort());
  });

  it('when something is typed, then the table says what it does', () => {
    for (const [text, task] of [
      ['help', 'talk'],
      ['cancel', 'talk'],
      ['moves', 'look'],
      ['move contoso.com', 'record'],
      ['remind here', 'places'],
      ['contoso', 'look'],
    ] as const) {
      assert.equal(taskOfMessage(parseCommand(text), undefined, 'personal'), task, text);
    }
  });

  it('when a question of the bot is open, then a typed answer does what its button would do', () => {
    assert.equal(taskOfMessage(null, 'choose-customer', 'personal'), VERB_TASKS['customer.choose']);
    assert.equal(taskOfMessage(null, 'original', 'personal'), VERB_TASKS['originals.form']);
    assert.equal(taskOfMessage(parseCommand('moves'), 'original', 'personal'), 'look', 'a command always counts');
    assert.equal(taskOfMessage(null, 'a dialog that is gone', 'personal'), 'look');
  });

  it('when a task is refused, then there are words for it and for each role, and its rules exist', () => {
    for (const [task, { roles, sources }] of Object.entries(TASKS)) {
      if (roles !== null) assert.ok(hasSentence(`task.${task}`), task);
      for (const role of roles ?? []) assert.ok(hasSentence(`role.${role}`), role);
      for (const source of sources) assert.ok(source in SOURCES, source);
    }
  });

  it('when C13 and T2 somebody asks for a transfer, then only an admin agent may, as the step says', () => {
    assert.deepEqual(TASKS.transfer.roles, TRANSFER_ROLES.now);
  });

  it('when A7 somebody orders, then nobody may whom the step does not name', () => {
    for (const task of ['plan-order', 'order'] as const) {
      for (const role of TASKS[task].roles ?? []) assert.ok(STEP_ROLES.provision.now.includes(role), role);
    }
  });

  it('when A1 and I1 the agreement and the relationship are at stake, then admin and sales agents alone may', () => {
    for (const task of ['agreement', 'relationship'] as const) {
      const allowed = PARTNER_ROLES.filter((role) => judgePermission(task, only(role)).kind === 'allowed');
      assert.deepEqual(allowed, ['admin-agent', 'sales-agent'], task);
    }
  });

  it('when money is spent or moved, then the roles are read anew', () => {
    const anew = Object.entries(TASKS).flatMap(([task, { anew }]) => (anew === true ? [task] : []));
    assert.deepEqual(anew.sort(), ['order', 'transfer']);
  });

  it('when somebody holds no role, then they may talk and nothing else', () => {
    const kinds = tasks().map((task) => [task, judgePermission(task, only()).kind]);
    assert.deepEqual(
      kinds.filter(([, kind]) => kind === 'allowed'),
      [['talk', 'allowed']],
    );
    assert.ok(kinds.every(([, kind]) => kind !== 'unread'));
  });

  it('when roles could not be read, then looking is allowed and every change is refused with the reason', () => {
    for (const task of tasks()) {
      const permission = judgePermission(task, { held: new Set(), unread: 'slow' });
      if (task === 'talk' || task === 'look') assert.equal(permission.kind, 'allowed', task);
      else assert.deepEqual(permission, { kind: 'unread', task, roles: TASKS[task].roles, why: 'slow' });
    }
  });

  it('when one role was read and others were not, then what that role allows is allowed', () => {
    const some: HeldRoles = { held: new Set(['helpdesk-agent']), unread: 'refused' };
    assert.equal(judgePermission('credit', some).kind, 'allowed');
    assert.equal(judgePermission('order', some).kind, 'unread');
  });

  it('when the help desk is asked, then it answers reminders and credits and changes nothing of a move', () => {
    const may = tasks().filter((task) => judgePermission(task, only('helpdesk-agent')).kind === 'allowed');
    assert.deepEqual(may.sort(), ['credit', 'look', 'remind', 'talk']);
  });

  it('when somebody is a global administrator and nothing else, then they look and choose places', () => {
    const may = tasks().filter((task) => judgePermission(task, only('partner-global-admin')).kind === 'allowed');
    assert.deepEqual(may.sort(), ['look', 'places', 'talk']);
  });
});

function tasks(): Task[] {
  // The keys of the table are the tasks: its type says so.
  return Object.keys(TASKS) as Task[];
}
