import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { createLog } from '../../bot/log.ts';
import { errorKey } from '../../cards/error-sentence.ts';
import { hasSentence } from '../../cards/language.ts';
import { AppError } from '../../services/errors.ts';
import { type RefreshTokenVault, refreshTokenVault } from '../../services/identity/refresh-token-vault.ts';
import { sealWith } from '../../services/identity/seal.ts';
import { SignInNeeded } from '../../services/identity/sign-in-error.ts';
import { SIGN_IN_ALERTS, SignInWatch } from '../../services/identity/sign-in-watch.ts';
import { waitingMessages } from '../messages.ts';
import { onBothBackends } from '../store/backends.ts';
import { linesTo, movedClock } from './entra.ts';

const KEY = randomBytes(32).toString('base64');
const OPERATORS = {
  conversationId: '19:ops',
  name: 'Ops',
  setBy: { id: 'ava', name: 'Ava' },
  setAt: '2026-11-20T10:00:00Z',
};

onBothBackends('the watch over the sign-in', (store) => {
  let clock: ReturnType<typeof movedClock>;
  let vault: RefreshTokenVault;
  let lines: string[];
  let watch: SignInWatch;

  const anInstance = () => {
    return new SignInWatch({ vault, alerts: store().alerts, clock, log: createLog('info', linesTo(lines)) });
  };
  beforeEach(async () => {
    clock = movedClock(Temporal.Instant.from('2026-11-20T10:00:00Z'));
    lines = [];
    vault = refreshTokenVault({ secrets: store().secrets, seal: sealWith([KEY]), clock });
    watch = anInstance();
    await store().places.setOperatorsChat(OPERATORS);
    await vault.keep({ refreshToken: 'r', homeAccountId: null, client: 'confidential' });
  });

  /** What was told to the operators. */
  const said = async () => {
    const messages = await waitingMessages(store().database);
    // The cast: what an alarm carries.
    return messages.map((message) => ({
      ...message,
      ...(message.data as { code: string; params: Record<string, unknown> }),
    }));
  };

  it('when nobody uses it, then the operators are told 30, 14, 7 and 1 days ahead, once each, and when it has ended', async () => {
    const told: (readonly [day: number, code: string, left: unknown])[] = [];
    let known = 0;
    for (let day = 0; day <= 92; day++) {
      // Two instances, and each looks more than once.
      for (const instance of [watch, anInstance()]) await instance.check();
      await watch.check();
      for (const { code, params } of (await said()).slice(known)) told.push([day, code, params.count]);
      known = (await said()).length;
      clock.advance({ hours: 24 });
    }
    assert.deepEqual(told, [
      [60, 'sign-in-ends', 30],
      [76, 'sign-in-ends', 14],
      [83, 'sign-in-ends', 7],
      [89, 'sign-in-ends', 1],
      [90, 'sign-in-ended', undefined],
    ]);
    const [first] = await said();
    assert.equal(first?.conversationId, OPERATORS.conversationId);
    assert.equal(first?.params.date, '2027-02-18');
  });

  it('when it was used meanwhile, then the days begin anew and are told again', async () => {
    clock.advance({ hours: 80 * 24 });
    await watch.check();
    await vault.rotate(await vault.read(), 'newer');
    await watch.check();
    clock.advance({ hours: 77 * 24 });
    await watch.check();
    assert.deepEqual(
      (await said()).map(({ params }) => params.count),
      [10, 13],
    );
  });

  it('when the watch was off for long, then only the latest stage is told', async () => {
    clock.advance({ hours: 88 * 24 });
    await watch.check();
    assert.deepEqual(
      (await said()).map(({ params }) => params.count),
      [2],
    );
  });

  it('when the sign-in is refused, then the operators hear at once, once, why and what to do', async () => {
    const refused = new SignInNeeded('mfa-needed', { code: 'AADSTS50076' });
    await Promise.all([watch.failed(refused), anInstance().failed(refused), watch.failed(refused)]);
    assert.deepEqual(
      (await said()).map(({ code, params }) => ({ code, params })),
      [{ code: 'sign-in-needed', params: { reason: 'sign-in.mfa-needed', code: 'AADSTS50076' } }],
    );
    await watch.worked();
    await watch.failed(refused);
    assert.equal((await said()).length, 2, 'after it worked again, it is news again');
  });

  it('when Microsoft does not answer or asks to wait, then that is no alarm', async () => {
    for (const code of ['microsoft.unreachable', 'microsoft.throttled', 'microsoft.failed', 'microsoft.slow']) {
      await watch.failed(new AppError(code));
    }
    assert.deepEqual(await said(), []);
  });

  it('when nobody ever signed in, or the key is lost, then that is told as well', async () => {
    await store().secrets.remove('refresh-token');
    await watch.check();
    const other = refreshTokenVault({
      secrets: store().secrets,
      seal: sealWith([randomBytes(32).toString('base64')]),
      clock,
    });
    await other.keep({ refreshToken: 'r', homeAccountId: null, client: 'confidential' });
    await watch.check();
    assert.deepEqual(
      (await said()).map(({ code }) => code),
      ['sign-in-missing', 'sign-in-unreadable'],
    );
  });

  it('when no chat was chosen, then the log says it as an error, once a day, and it is told when one is chosen', async () => {
    await store().places.setOperatorsChat(null);
    const refused = new SignInNeeded('policy', { code: 'AADSTS53003' });
    await watch.failed(refused);
    await watch.failed(refused);
    assert.equal(lines.length, 1);
    const line = JSON.parse(lines[0] ?? '{}');
    assert.equal(line.level, 50);
    assert.match(line.msg, /alerts here/);
    assert.match(line.hint, /npm run connect/);
    clock.advance({ hours: 24 });
    await watch.failed(refused);
    assert.equal(lines.length, 2);
    await store().places.setOperatorsChat(OPERATORS);
    await watch.failed(refused);
    assert.equal((await said()).length, 1);
  });

  it('when the database is away, then the watch says so and nothing else breaks', async () => {
    const broken = new SignInWatch({
      vault: { ...vault, read: () => Promise.reject(new Error('gone')) },
      alerts: store().alerts,
      clock,
      log: createLog('info', linesTo(lines)),
    });
    await broken.check();
    assert.match(lines.join(), /could not be checked/);
  });
});

describe('the alarms about the sign-in', () => {
  it('when one is raised, then there are words for it', () => {
    for (const code of SIGN_IN_ALERTS) {
      for (const part of ['', '.title', '.action'])
        assert.ok(hasSentence(`alert.${code}${part}`), `alert.${code}${part}`);
    }
  });

  it('when a sign-in fails, then the person is told in words of its own', () => {
    assert.equal(errorKey('microsoft.sign-in-needed'), 'error.microsoft.sign-in-needed');
    assert.equal(errorKey('secrets.key-lost'), 'error.secrets');
  });
});
