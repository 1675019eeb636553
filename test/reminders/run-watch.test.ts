import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { createLog } from '../../bot/log.ts';
import { type LastRun, type RunJournal, type RunWork, runJournal } from '../../services/reminders/run-journal.ts';
import { RunWatch } from '../../services/reminders/run-watch.ts';
import { operatorsChat } from '../alarms.ts';
import { linesTo, movedClock } from '../identity/entra.ts';
import { onBothBackends } from '../store/backends.ts';

const NOTHING: RunWork = { reminders: 0, moves: 0 };
const START = Temporal.Instant.from('2026-11-20T10:00:00Z');

/** Instances on one database, in one time. */
function someInstances() {
  const machine = movedClock(START);
  const product = movedClock(START);
  const chat = operatorsChat();
  const lines: string[] = [];
  let kept: LastRun | null = null;
  const journal: RunJournal = {
    last: async () => kept,
    write: async (run) => {
      kept = run;
    },
  };
  const instance = (more: Partial<{ journal: RunJournal; alerts: typeof chat }> = {}) =>
    new RunWatch({ journal, alerts: chat, clock: product, machine, log: createLog('info', linesTo(lines)), ...more });
  /** Minutes go by with a look in each, and with runs while the work is done. */
  const minutes = async (count: number, watch: RunWatch, work: (() => Promise<RunWork>) | null) => {
    for (let n = 0; n < count; n++) {
      pass({ minutes: 1 });
      await watch.check();
      if (work !== null) await watch.ran(work).catch(() => {});
    }
  };
  const pass = (time: Temporal.DurationLike) => {
    machine.advance(time);
    product.advance(time);
  };
  return { machine, product, chat, lines, journal, instance, minutes, pass };
}

const well = async () => NOTHING;
const ill = async (): Promise<RunWork> => {
  throw new Error('the database refused something');
};

describe('the watch over the runs', () => {
  let house: ReturnType<typeof someInstances>;
  let watch: RunWatch;
  beforeEach(() => {
    house = someInstances();
    watch = house.instance();
  });

  it('when a run ends, then it is known when by both clocks, how long it took, what it took up and when the next comes', async () => {
    house.product.advance({ hours: 24 });
    house.pass({ seconds: 20 });
    await watch.ran(async () => {
      house.pass({ milliseconds: 1500 });
      return { reminders: 3, moves: 2 };
    });
    const last = await watch.last();
    assert.deepEqual(
      { ...last, endedAt: `${last?.endedAt}`, endedAtProduct: `${last?.endedAtProduct}` },
      {
        endedAt: '2026-11-20T10:00:21.5Z',
        endedAtProduct: '2026-11-21T10:00:21.5Z',
        tookMs: 1500,
        reminders: 3,
        moves: 2,
        resumed: null,
      },
    );
    assert.equal(`${watch.next()}`, '2026-11-21T10:01:00Z');
  });

  it('when runs come every minute for a day, then nobody is told anything', async () => {
    await house.minutes(24 * 60, watch, well);
    assert.deepEqual(house.chat.news(), []);
  });

  for (const [what, work] of [
    ['every run fails', ill],
    ['no run comes at all', null],
  ] as const) {
    it(`when ${what}, then the operators are told once after ten minutes, and a word ends it`, async () => {
      const other = house.instance();
      await house.minutes(3, watch, well);
      await house.minutes(10, watch, work);
      assert.deepEqual(house.chat.told, []);
      for (let n = 0; n < 5; n++) {
        await house.minutes(1, watch, work);
        await other.check();
      }
      assert.deepEqual(house.chat.told, [
        { key: 'run-late', code: 'run-late', params: { since: '2026-11-20T10:03:00Z' } },
      ]);
      await house.minutes(1, watch, well);
      assert.deepEqual(house.chat.news(), ['run-late', 'run-resumed']);
      assert.ok(!house.chat.keys().includes('run-late'));
      await house.minutes(60, watch, work);
      assert.deepEqual(house.chat.news(), ['run-late'], 'when it comes back, then it is told again');
    });
  }

  it('when no run ever ended, then that is late as well, since the start', async () => {
    await house.minutes(11, watch, ill);
    assert.deepEqual(
      house.chat.told.map(({ params }) => params.since),
      [`${START}`],
    );
  });

  it('when a run fails, then its error is thrown on', async () => {
    await assert.rejects(watch.ran(ill), /refused something/);
  });

  it('when the bot was off for hours and reminders came due, then its first run tells from when to when, once', async () => {
    await house.minutes(1, watch, well);
    house.pass({ hours: 3 });
    const [one, two] = [house.instance(), house.instance()];
    await Promise.all([one.check(), two.check()]);
    // Both begin before either ends; what is due is taken up by one of them.
    const gate = Promise.withResolvers<void>();
    const slow = two.ran(async () => {
      await gate.promise;
      return { reminders: 0, moves: 4 };
    });
    await one.ran(async () => ({ reminders: 12, moves: 0 }));
    gate.resolve();
    await slow;
    assert.deepEqual(house.chat.told, [
      {
        key: 'run-resumed-2026-11-20T10:01:00Z',
        code: 'run-resumed',
        params: { from: '2026-11-20T10:01:00Z', to: '2026-11-20T13:01:00Z', count: 12 },
      },
    ]);
    await house.minutes(7, one, well);
    assert.equal(house.chat.told.length, 1);
    assert.deepEqual(house.chat.keys(), [], 'soon it is old news');
  });

  it('when a slow first run ends after the other one has told, then it is told once all the same', async () => {
    await house.minutes(1, watch, well);
    house.pass({ hours: 3 });
    const [one, two] = [house.instance(), house.instance()];
    const gate = Promise.withResolvers<void>();
    const slow = two.ran(async () => {
      await gate.promise;
      return { reminders: 5, moves: 0 };
    });
    await one.ran(async () => ({ reminders: 12, moves: 0 }));
    await house.minutes(1, one, well);
    gate.resolve();
    await slow;
    assert.deepEqual(house.chat.news(), ['run-resumed']);
  });

  for (const [what, time, reminders] of [
    ['a deployment took a minute', { minutes: 2 }, 3],
    ['a deployment took a quarter of an hour', { minutes: 15 }, 3],
    ['the bot was off for a night and nothing came due', { hours: 10 }, 0],
  ] as const) {
    it(`when ${what}, then that is not worth a word`, async () => {
      await house.minutes(1, watch, well);
      house.pass(time);
      const next = house.instance();
      await next.check();
      await next.ran(async () => ({ reminders, moves: 5 }));
      await house.minutes(20, next, well);
      assert.deepEqual(house.chat.news(), []);
      assert.deepEqual(house.chat.keys(), []);
    });
  }

  it('when the machine slept, then the instance that wakes gives the next run its ten minutes', async () => {
    await house.minutes(1, watch, well);
    house.pass({ hours: 3 });
    await house.minutes(9, watch, null);
    assert.deepEqual(house.chat.news(), []);
    await house.minutes(3, watch, null);
    assert.deepEqual(house.chat.told[0]?.params, { since: '2026-11-20T10:01:00Z' });
  });

  it('when days pass in the sandbox, then nothing is late and nothing was down', async () => {
    await house.minutes(1, watch, well);
    house.product.advance({ hours: 30 * 24 });
    await house.minutes(1, watch, async () => ({ reminders: 4, moves: 1 }));
    await house.minutes(5, watch, well);
    assert.deepEqual(house.chat.news(), []);
  });

  it('when a note was made while a clock ran ahead, then it hides nothing', async () => {
    house.machine.advance({ hours: 1000 });
    await watch.ran(well);
    house.machine.advance({ hours: -1000 });
    await house.minutes(12, watch, null);
    assert.deepEqual(house.chat.news(), ['run-late']);
  });

  it('when the database is away, then the watch says so, nothing breaks, and once it is back the runs have their ten minutes', async () => {
    await house.minutes(1, watch, well);
    let away = true;
    const journal: RunJournal = {
      last: () => (away ? Promise.reject(new Error('gone')) : house.journal.last()),
      write: (run) => (away ? Promise.reject(new Error('gone')) : house.journal.write(run)),
    };
    const cut = house.instance({ journal });
    await house.minutes(60, cut, well);
    assert.match(house.lines.join(), /could not be looked up when the last run ended/);
    away = false;
    await house.minutes(3, cut, null);
    await cut.ran(async () => ({ reminders: 2, moves: 0 }));
    assert.deepEqual(house.chat.news(), ['run-resumed']);
  });

  it('when no chat was chosen, then the log says it', async () => {
    house.chat.chosen = false;
    await house.minutes(15, watch, null);
    const told = house.lines.map((line) => JSON.parse(line)).filter(({ alert }) => alert === 'run-late');
    assert.equal(told.length, 1);
    assert.match(told[0].hint, /start the assistant again/);
  });
});

onBothBackends('the watch over the runs, on a database', (store) => {
  it('when two instances see that nothing runs, then one message is sent, and the next run clears it', async () => {
    const machine = movedClock(START);
    await store().places.setOperatorsChat({
      conversationId: '19:ops',
      name: 'Ops',
      setBy: { id: 'ava', name: 'Ava' },
      setAt: '2026-11-20T10:00:00Z',
    });
    const outcomes: string[] = [];
    const alerts = {
      raise: async (...given: Parameters<ReturnType<typeof store>['alerts']['raise']>) => {
        const outcome = await store().alerts.raise(...given);
        outcomes.push(outcome);
        return outcome;
      },
      clear: (...keys: readonly string[]) => store().alerts.clear(...keys),
      standing: () => store().alerts.standing(),
    };
    const journal = runJournal(store().settings);
    const anInstance = () => new RunWatch({ journal, alerts, clock: machine, machine, log: pino({ level: 'silent' }) });
    const [one, two] = [anInstance(), anInstance()];
    await one.ran(async () => ({ reminders: 1, moves: 2 }));
    for (let minute = 0; minute < 40; minute++) {
      machine.advance({ minutes: 1 });
      await Promise.all([one.check(), two.check()]);
    }
    assert.equal(outcomes.filter((outcome) => outcome === 'raised').length, 1);
    await two.ran(async () => ({ reminders: 3, moves: 0 }));
    assert.deepEqual(
      (await alerts.standing()).map(({ key }) => key),
      ['run-resumed-2026-11-20T10:00:00Z'],
    );
    const last = await one.last();
    assert.equal(`${last?.resumed?.from}`, '2026-11-20T10:00:00Z');
    assert.equal(last?.reminders, 3);
    machine.advance({ minutes: 61 });
    await store().settings.set('last-run', { endedAt: 'yesterday' });
    assert.equal(await one.last(), null, 'a note of another shape is none');
  });
});
