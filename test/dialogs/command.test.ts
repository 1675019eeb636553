import assert from 'node:assert/strict';
import { type Command, parseCommand } from '../../dialogs/command.ts';

describe('parseCommand', () => {
  const table: readonly (readonly [said: string, command: Command | null])[] = [
    ['move', { kind: 'move', customer: null }],
    ['Move Contoso', { kind: 'move', customer: 'Contoso' }],
    ['  /move   Contoso  Ltd. ', { kind: 'move', customer: 'Contoso Ltd' }],
    ['move contoso.com', { kind: 'move', customer: 'contoso.com' }],
    ['moves', { kind: 'moves' }],
    ['MOVES!', { kind: 'moves' }],
    ['status of Contoso?', { kind: 'status', customer: 'Contoso' }],
    ['check Contoso', { kind: 'check', customer: 'Contoso' }],
    ['reminders', { kind: 'reminders', customer: null }],
    ['reminders for Contoso', { kind: 'reminders', customer: 'Contoso' }],
    ['remind here', { kind: 'remind-here' }],
    ['Hello', { kind: 'greeting' }],
    ['help', { kind: 'help' }],
    ['', { kind: 'help' }],
    ['cancel', { kind: 'cancel' }],
    ['fast-forward 30 days', { kind: 'fast-forward', days: 30 }],
    ['fast forward 2 weeks', { kind: 'fast-forward', days: 14 }],
    ['fast-forward', { kind: 'fast-forward', days: null }],
    ['fast-forward -3 days', { kind: 'fast-forward', days: null }],
    ['fast-forward 1e9 days', { kind: 'fast-forward', days: null }],
    ['settings', { kind: 'settings' }],
    ['/Settings', { kind: 'settings' }],
    ['Setting', { kind: 'settings' }],
    ['undelivered', { kind: 'undelivered' }],
    ['Undelivered  messages?', { kind: 'undelivered' }],
    ['failed messages', { kind: 'undelivered' }],
    ['weekly', { kind: 'weekly' }],
    ['Weekly digest.', { kind: 'weekly' }],
    ['digest', { kind: 'weekly' }],
    ['status', { kind: 'status', customer: null }],
    ['alerts here', { kind: 'alerts-here' }],
    ['stop alerts here', { kind: 'stop-alerts-here' }],
    ['stop reminding here', { kind: 'stop-reminding-here' }],
    ['why no reminder Contoso', { kind: 'why-no-reminder', customer: 'Contoso' }],
    ['Why no reminders for Contoso Ltd.?', { kind: 'why-no-reminder', customer: 'Contoso Ltd' }],
    ['why are there no reminders about contoso.com?', { kind: 'why-no-reminder', customer: 'contoso.com' }],
    ['WHY IS THERE NO REMINDER OF Contoso', { kind: 'why-no-reminder', customer: 'Contoso' }],
    ['why was no reminder to Contoso', { kind: 'why-no-reminder', customer: 'Contoso' }],
    ['why  no reminder?', { kind: 'why-no-reminder', customer: null }],
    ['why no reminderless', null],
    ['why Contoso', null],
    ['settings Contoso', null],
    ['weeklyish', null],
    ['moving is fun', null],
    ['Contoso', null],
    ['🚚', null],
    ['מה שלומך', null],
  ];
  for (const [said, command] of table) {
    it(`when "${said}" is said, then it means ${JSON.stringify(command)}`, () => {
      assert.deepEqual(parseCommand(said), command);
    });
  }
});
