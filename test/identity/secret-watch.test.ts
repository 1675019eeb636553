import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { createLog } from '../../bot/log.ts';
import { AppError } from '../../services/errors.ts';
import { type SecretName, SecretWatch, type WatchedSecret } from '../../services/identity/secret-watch.ts';
import { operatorsChat } from '../alarms.ts';
import { linesTo, movedClock } from './entra.ts';

const START = Temporal.Instant.from('2026-11-20T10:00:00Z');
const day = (days: number) => START.toZonedDateTimeISO('UTC').toPlainDate().add({ days });
const denied = new AppError('microsoft.graph-access-denied', { hint: 'Check the permissions.' });

describe('the watch over the secrets of the bot', () => {
  let clock: ReturnType<typeof movedClock>;
  let chat: ReturnType<typeof operatorsChat>;
  let lines: string[];
  beforeEach(() => {
    clock = movedClock(START);
    chat = operatorsChat();
    lines = [];
  });

  const secret = (endsOn: WatchedSecret['endsOn'], name: SecretName = 'MicrosoftAppPassword'): WatchedSecret => ({
    name,
    endsOn,
  });
  const watching = (secrets: readonly WatchedSecret[], statedEnd: Temporal.PlainDate | null = null) =>
    new SecretWatch({ secrets, statedEnd, alerts: chat, clock, log: createLog('info', linesTo(lines)) });
  const known = (watch: SecretWatch) =>
    watch.states().map(({ name, end }) => [name, end.kind, end.kind === 'unknown' ? end.hint : `${end.on}`]);

  it('when a secret comes to its end, then that is told 60, 30, 14, 7 and 1 days ahead, once each, and when it has ended', async () => {
    const secrets = [secret(async () => day(70))];
    const watches = [watching(secrets), watching(secrets)];
    const told: unknown[] = [];
    for (let passed = 0; passed <= 75; passed++) {
      for (const watch of [...watches, ...watches]) await watch.check();
      for (const { code, params } of chat.told.splice(0)) told.push([passed, code, params.count, params.date]);
      clock.advance({ hours: 24 });
    }
    assert.deepEqual(told, [
      [10, 'secret-ends', 60, '2027-01-29'],
      [40, 'secret-ends', 30, '2027-01-29'],
      [56, 'secret-ends', 14, '2027-01-29'],
      [63, 'secret-ends', 7, '2027-01-29'],
      [69, 'secret-ends', 1, '2027-01-29'],
      [71, 'secret-ended', -1, '2027-01-29'],
    ]);
  });

  it('when a new secret is in use, then nothing stands any more, and its end is told anew', async () => {
    let end = day(5);
    const watch = watching([secret(async () => end)]);
    await watch.check();
    assert.deepEqual(chat.news(), ['secret-ends']);
    end = day(730);
    clock.advance({ hours: 24 });
    await watch.check();
    assert.deepEqual(chat.keys(), []);
    end = day(6);
    clock.advance({ hours: 24 });
    await watch.check();
    assert.deepEqual(chat.news(), ['secret-ends']);
  });

  it('when the certificate ends, then that is told of the certificate', async () => {
    await watching([secret(async () => day(20), 'PARTNER_APP_CERTIFICATE')], day(1)).check();
    assert.deepEqual(chat.told, [
      {
        key: 'certificate-ends-PARTNER_APP_CERTIFICATE-30',
        code: 'certificate-ends',
        params: { what: 'PARTNER_APP_CERTIFICATE', date: '2026-12-10', count: 20 },
      },
    ]);
  });

  it('when the settings no longer name a secret, then its alarm is over', async () => {
    await watching([secret(async () => day(20), 'PARTNER_APP_PASSWORD')]).check();
    assert.equal(chat.keys().length, 1);
    await watching([secret(async () => day(400))]).check();
    assert.deepEqual(chat.keys(), []);
  });

  for (const [what, endsOn, hint] of [
    ['Microsoft may not tell', () => Promise.reject(denied), 'Check the permissions.'],
    ['Microsoft lists no such secret', async () => null, 'Microsoft Graph lists no end of it.'],
  ] as const) {
    it(`when ${what}, then that is no alarm but known to be unknown`, async () => {
      const watch = watching([secret(endsOn)]);
      await watch.check();
      assert.deepEqual(chat.told, []);
      assert.deepEqual(known(watch), [['MicrosoftAppPassword', 'unknown', hint]]);
      assert.match(lines.join(), /SECRET_ENDS_ON/);
    });

    it(`when ${what} and an operator stated the date, then that date counts`, async () => {
      const watch = watching([secret(endsOn)], day(13));
      await watch.check();
      assert.deepEqual(known(watch), [['MicrosoftAppPassword', 'stated', '2026-12-03']]);
      assert.deepEqual(
        chat.told.map(({ key }) => key),
        ['secret-ends-MicrosoftAppPassword-14'],
      );
    });
  }

  it('when the file of a certificate cannot be read, then the date stated for secrets says nothing about it', async () => {
    const watch = watching([secret(() => Promise.reject(denied), 'PARTNER_APP_CERTIFICATE')], day(1));
    await watch.check();
    assert.deepEqual(chat.told, []);
    assert.equal(known(watch)[0]?.[1], 'unknown');
  });

  it('when Microsoft tells, then that counts before the date an operator stated', async () => {
    const watch = watching([secret(async () => day(400))], day(1));
    await watch.check();
    assert.deepEqual(chat.told, []);
    assert.equal(known(watch)[0]?.[1], 'read');
  });

  it('when Microsoft does not answer, then the others are looked at, what was read counts, and it is tried again in an hour', async () => {
    let asked = 0;
    let answers = true;
    const watch = watching([
      secret(async () => {
        asked += 1;
        if (!answers) throw new AppError('microsoft.unreachable');
        return day(31);
      }),
      secret(async () => day(400), 'PARTNER_APP_PASSWORD'),
    ]);
    await watch.check();
    chat.news();
    answers = false;
    clock.advance({ hours: 24 });
    await watch.check();
    assert.deepEqual(chat.news(), ['secret-ends'], 'a day later it is 30 days, read or not');
    clock.advance({ minutes: 59 });
    await watch.check();
    assert.equal(asked, 2);
    clock.advance({ minutes: 1 });
    await watch.check();
    assert.equal(asked, 3);
    assert.deepEqual(
      known(watch).map(([name, kind]) => [name, kind]),
      [
        ['MicrosoftAppPassword', 'read'],
        ['PARTNER_APP_PASSWORD', 'read'],
      ],
    );
  });
});
