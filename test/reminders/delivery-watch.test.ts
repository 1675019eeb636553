import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { createLog } from '../../bot/log.ts';
import { type DeliveryFigures, DeliveryWatch } from '../../services/reminders/delivery-watch.ts';
import { operatorsChat } from '../alarms.ts';
import { linesTo, movedClock } from '../identity/entra.ts';

const START = Temporal.Instant.from('2026-11-20T10:00:00Z');

describe('the watch over deliveries', () => {
  let machine: ReturnType<typeof movedClock>;
  let chat: ReturnType<typeof operatorsChat>;
  let lines: string[];
  let figures: DeliveryFigures;
  let watch: DeliveryWatch;

  const anInstance = (read = async () => figures) =>
    new DeliveryWatch({
      figures: read,
      alerts: chat,
      clock: { now: () => machine.now().add({ hours: 24 * 30 }) },
      machine,
      log: createLog('info', linesTo(lines)),
    });
  beforeEach(() => {
    machine = movedClock(START);
    chat = operatorsChat();
    lines = [];
    figures = { dead: 0, oldest: null, newestFailure: null };
    watch = anInstance();
  });

  const dead = async (count: number) => {
    figures = { ...figures, dead: count, newestFailure: count === 0 ? null : 'not-installed' };
    for (const instance of [watch, anInstance()]) await instance.check();
  };

  it('when everything is delivered, then nobody is told anything', async () => {
    await dead(0);
    assert.deepEqual(chat.news(), []);
  });

  it('when messages are given up, then that is told once, and again for ten times as many', async () => {
    for (const count of [2, 3, 9, 12, 80, 99, 100, 400]) await dead(count);
    assert.deepEqual(
      chat.told.map(({ code, params }) => [code, params.count, params.reason]),
      [
        ['delivery-failing', 2, 'not-installed'],
        ['delivery-failing', 12, 'not-installed'],
        ['delivery-failing', 100, 'not-installed'],
      ],
    );
  });

  it('when some were sent by a retry and others are given up, then that is the same wave', async () => {
    for (const count of [30, 4, 30, 1, 12]) await dead(count);
    assert.equal(chat.news().length, 1);
  });

  it('when all were sent by a retry and new ones are given up, then that is told again', async () => {
    for (const count of [30, 0]) await dead(count);
    assert.deepEqual(chat.keys(), []);
    chat.news();
    await dead(1);
    assert.deepEqual(chat.news(), ['delivery-failing']);
  });

  it('when a message waits for more than half an hour, then that is told once, until none does', async () => {
    figures = { dead: 0, oldest: START, newestFailure: 'unreachable' };
    machine.advance({ minutes: 30 });
    await watch.check();
    assert.deepEqual(chat.told, []);
    for (let minute = 0; minute < 3; minute++) {
      machine.advance({ minutes: 1 });
      for (const instance of [watch, anInstance()]) await instance.check();
    }
    const params = { since: `${START}`, reason: 'unreachable' };
    assert.deepEqual(chat.told, [{ key: 'delivery-late', code: 'delivery-late', params }]);
    figures = { ...figures, oldest: machine.now() };
    await watch.check();
    assert.deepEqual(chat.keys(), []);
    machine.advance({ minutes: 31 });
    await watch.check();
    assert.deepEqual(chat.news(), ['delivery-late', 'delivery-late']);
  });

  it('when the alarm itself cannot be delivered, then the log has it', async () => {
    await dead(1);
    const line = lines.map((text) => JSON.parse(text)).find(({ alert }) => alert === 'delivery-failing');
    assert.match(line.hint, /npm run doctor/);
  });

  it('when the figures cannot be read, then the watch says so and nothing else breaks', async () => {
    await anInstance(() => Promise.reject(new Error('gone'))).check();
    assert.match(lines.join(), /could not be looked up whether messages are delivered/);
  });
});
