import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { runCommand, stateOf } from '../../bot/actions/action.ts';
import { refreshMove } from '../../bot/actions/open-move.ts';
import { sentence } from '../../cards/language.ts';
import { answerMoves } from '../../dialogs/moves.ts';
import { answerStatus } from '../../dialogs/status.ts';
import type { Reply, Turn } from '../../dialogs/turn.ts';
import { AppError } from '../../services/errors.ts';
import { assess } from '../../services/moves/assess.ts';
import type { Snapshot } from '../../services/moves/command.ts';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import type { Move } from '../../services/moves/move.ts';
import { MoveService, SYSTEM } from '../../services/moves/move-service.ts';
import type { Services } from '../../services/services.ts';
import type { MoveStore } from '../../services/store/move-store.ts';
import { aMove } from '../store/builders.ts';
import { ORIGINAL, RULES, SAM } from './walk.ts';

const NOW = '2026-11-20T10:00:00Z';
const ACCEPTED: Snapshot = { relationship: 'reseller' };

describe('a change of a move', () => {
  it('when a command is carried out, then the move is read once, judged twice and written once', async () => {
    const house = new House();
    const outcome = await house.moves.run(house.move.id, 1, { kind: 'set-country', country: 'IT' }, SAM);
    assert.equal(outcome.kind, 'done');
    assert.equal(outcome.state.lastChange?.command, 'set-country');
    assert.deepEqual(house.calls, { load: 1, rules: 2, save: 1 });
  });

  it('when the caller has read the move already, then it is neither read nor judged again', async () => {
    const house = new House();
    const state = await stateOf(house.services, house.move.id);
    const ref = { moveId: house.move.id, version: 1 };
    await runCommand(house.services, TURN, ref, { kind: 'set-country', country: 'IT' }, { state });
    assert.deepEqual(house.calls, { load: 1, lastChange: 1, rules: 2, save: 1 });
  });

  it('when somebody was faster than a card that was just read, then nothing is done and the new state is shown', async () => {
    const house = new House();
    const state = await stateOf(house.services, house.move.id);
    await house.moves.run(house.move.id, 1, { kind: 'set-country', country: 'IT' }, SAM);
    const late = await house.moves.run(house.move.id, 1, { kind: 'set-country', country: 'FR' }, SAM, { state });
    assert.equal(late.kind, 'gone-on');
    assert.equal(late.state.move.facts.tenantCountry, 'IT');
    assert.equal(late.state.lastChange?.version, 2);
  });

  it('when the bot was overtaken, then it reads again and carries out what it found', async () => {
    const house = new House();
    const state = await stateOf(house.services, house.move.id);
    await house.moves.run(house.move.id, 1, { kind: 'set-country', country: 'IT' }, SAM);
    const found = { kind: 'refresh', snapshot: ACCEPTED } as const;
    const late = await house.moves.run(house.move.id, null, found, SYSTEM, { state });
    assert.equal(late.kind, 'done');
    assert.equal(late.state.move.facts.tenantCountry, 'IT', 'the other change is kept');
  });

  for (const [what, version, country, kind] of [
    ['makes no difference', 1, 'IT', 'unchanged'],
    ['was overtaken', 0, 'FR', 'gone-on'],
  ] as const) {
    it(`when a command ${what}, then the answer says who changed the move last`, async () => {
      const house = new House({ tenantCountry: 'IT', tenantCountrySource: 'person' });
      const outcome = await house.moves.run(house.move.id, version, { kind: 'set-country', country }, SAM);
      assert.equal(outcome.kind, kind);
      assert.equal(outcome.state.lastChange?.command, 'open');
    });
  }

  it('when a move is opened, then it is judged once', async () => {
    const house = new House();
    const { state } = await house.moves.open(house.move.customer, NOTHING_KNOWN, ACCEPTED, SAM, 'a:sam');
    assert.equal(state.lastChange?.command, 'open');
    assert.deepEqual(house.calls, { rules: 1, create: 1 });
  });

  it('when there is no such move, then it says so', async () => {
    const house = new House();
    await assert.rejects(house.moves.run(randomUUID(), 1, { kind: 'invited' }, SAM), { code: 'move.gone' });
    await assert.rejects(stateOf(house.services, randomUUID()), { code: 'move.gone' });
  });
});

describe('an assessment', () => {
  it('when nobody reads the proposals, then nobody searches for them; when somebody does, they are searched for once', () => {
    const move = aMove({
      facts: {
        ...NOTHING_KNOWN,
        originals: [{ ...ORIGINAL, path: null, target: null, endArranged: null, ended: null }],
      },
    });
    let searches = 0;
    const catalogue = new Proxy(RULES.catalogue, {
      get: (offers, name) => {
        searches += 1;
        return Reflect.get(offers, name);
      },
    });
    const today = Temporal.PlainDate.from('2026-11-20');
    const [assessed] = assess(move, today, { skus: RULES.skus, catalogue }).originals;
    const before = searches;
    const first = assessed?.proposals;
    assert.ok((first?.length ?? 0) > 0);
    assert.ok(searches > before, 'only now');
    assert.equal(assessed?.proposals, first);
  });
});

describe('many moves at once', () => {
  it('when the board is shown, then no move is read or asked about one by one', async () => {
    const house = new House();
    house.listed = Array.from({ length: 15 }, () => aMove());
    await answerMoves(house.services, TURN);
    assert.deepEqual(house.calls, { list: 1, open: 1, nextDueOf: 1, rules: 15 });
  });

  it('when the state of one move is asked for, then what the search found is not read again', async () => {
    const house = new House();
    await answerStatus(house.services, TURN, 'Contoso');
    assert.deepEqual(house.calls, { search: 1, lastChange: 1, nextDueOf: 1, lastAct: 1, rules: 1 });
  });
});

describe('the button that checks again', () => {
  for (const [who, conversationId, told] of [
    ['a colleague presses it elsewhere', 'a:colleague', ['relationship-accepted']],
    ['it is pressed in the conversation of the move', 'conversation-ana', []],
  ] as const) {
    it(`when ${who}, then the conversation of the move is ${told.length > 0 ? '' : 'not '}told`, async () => {
      const house = new House();
      house.snapshot = async () => ({ ...ACCEPTED, unread: [] });
      const reply = await refreshMove.run(house.services, { ...TURN, conversationId }, { moveId: house.move.id });
      assert.deepEqual(house.told, told);
      assert.ok(textOf(reply).includes(sentence('en', 'notice.refreshed-changed')));
    });
  }

  it('when nothing has changed, then it says so', async () => {
    const house = new House();
    house.snapshot = async () => ({ unread: [] });
    const reply = await refreshMove.run(house.services, TURN, { moveId: house.move.id });
    assert.ok(textOf(reply).includes(sentence('en', 'notice.refreshed-same')));
  });

  it('when a part could not be read, then it does not say that nothing has changed but what is missing', async () => {
    const house = new House();
    house.snapshot = async () => ({ unread: ['agreement', 'subscriptions'] });
    const text = textOf(await refreshMove.run(house.services, TURN, { moveId: house.move.id }));
    assert.ok(!text.includes(sentence('en', 'notice.refreshed-same')));
    assert.match(text, /the Microsoft Customer Agreement and your own subscriptions for the customer/);
  });

  it('when Microsoft does not answer at all, then the error is told and nothing is written', async () => {
    const house = new House();
    house.snapshot = () => Promise.reject(new AppError('microsoft.slow'));
    await assert.rejects(refreshMove.run(house.services, TURN, { moveId: house.move.id }), { code: 'microsoft.slow' });
    assert.deepEqual(house.calls, { load: 1 });
  });
});

const TURN: Turn = {
  person: SAM,
  reader: { locale: 'en', today: '2026-11-20', sandbox: false },
  conversationId: 'a:sam',
  scope: 'personal',
  placeName: '',
  cardId: null,
};

/** The service over a store in memory that counts what is asked of it; `rules` counts how often a move is judged. */
class House {
  readonly calls: Record<string, number> = {};
  readonly told: string[] = [];
  readonly move: Move;
  readonly moves: MoveService;
  readonly services: Services;
  snapshot: Services['directory']['snapshot'] = async () => ({ unread: [] });
  listed: readonly Move[] = [];

  constructor(facts: Partial<Move['facts']> = {}) {
    this.move = aMove({ facts: { ...NOTHING_KNOWN, ...facts } });
    const stored = new Map([[this.move.id, this.move]]);
    const entry = { moveId: this.move.id, version: 1, at: NOW, by: SAM, command: 'open', changes: [] };
    let last: Parameters<MoveStore['save']>[2] = entry;
    const count = <T>(name: string, answer: T): T => {
      this.calls[name] = (this.calls[name] ?? 0) + 1;
      return answer;
    };
    const told = (effects: Parameters<MoveStore['save']>[3]) => {
      for (const { data } of effects.messages ?? []) if ('code' in data) this.told.push(String(data.code));
    };
    const store = {
      load: async (id: string) => count('load', stored.get(id) ?? null),
      lastChange: async () => count('lastChange', last),
      list: async () => count('list', { items: this.listed, next: null }),
      search: async () => count('search', [this.move]),
      watch: async () => {},
      create: async () => count('create', 'created' as const),
      save: async (...[move, expected, history, effects]: Parameters<MoveStore['save']>) => {
        if (stored.get(move.id)?.version !== expected) return count('save', 'conflict' as const);
        stored.set(move.id, move);
        last = history;
        told(effects);
        return count('save', 'saved' as const);
      },
    };
    const clock = { now: () => Temporal.Instant.from(NOW) };
    // The casts: the parts of the store and the services that a press uses.
    const moveStore = store as unknown as MoveStore;
    this.moves = new MoveService({
      store: moveStore,
      clock,
      rules: async () => count('rules', RULES),
      newId: randomUUID,
    });
    this.services = {
      moves: this.moves,
      moveStore,
      directory: { snapshot: (...args: Parameters<Services['directory']['snapshot']>) => this.snapshot(...args) },
      reminders: { lastAct: async () => count('lastAct', null) },
      figures: { nextDueOf: async () => count('nextDueOf', new Map()) },
      inFlight: { open: async () => count('open', 15) },
      ordering: null,
    } as unknown as Services;
  }
}

function textOf(reply: Reply): string {
  return reply.kind === 'text' ? reply.sentence.key : JSON.stringify(reply);
}
