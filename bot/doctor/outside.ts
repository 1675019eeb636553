import type { Clock } from '../../services/clock.ts';
import { attempt, bad, type Finding, ok, skipped, warn } from './finding.ts';

/** Tokens and signatures are refused when the clocks are further apart than about five minutes. */
const SKEW_BAD_SECONDS = 300;
const SKEW_WARN_SECONDS = 60;
const TIMEOUT_MS = 10_000;

/** How far this machine's clock is from Microsoft's, by the date on an answer of the sign-in service. */
export async function clockSkew(loginUrl: string, clock: Clock, fetcher: typeof fetch): Promise<readonly Finding[]> {
  return attempt(
    async () => {
      const reply = await fetcher(`${loginUrl}/common/v2.0/.well-known/openid-configuration`, {
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await reply.body?.cancel();
      const theirs = Date.parse(reply.headers.get('date') ?? '');
      if (Number.isNaN(theirs)) return skipped('clock.not-told');
      const seconds = Math.round(Math.abs(clock.now().epochMilliseconds - theirs) / 1000);
      if (seconds > SKEW_BAD_SECONDS) return bad('clock.wrong', { seconds });
      return seconds > SKEW_WARN_SECONDS ? warn('clock.off', { seconds }) : ok('clock.right', { seconds });
    },
    () => bad('sign-in-service.unreachable', { url: loginUrl }),
  );
}

/** Whether the bot answers at its public address, and refuses there what Microsoft did not send. */
export async function publicEndpoint(publicUrl: string | null, fetcher: typeof fetch): Promise<readonly Finding[]> {
  if (publicUrl === null) return [skipped('endpoint.unknown')];
  return attempt(
    async () => {
      const health = await ask(fetcher, `${publicUrl}/healthz`);
      if (health !== 200) return bad('endpoint.no-bot', { url: publicUrl, status: health });
      const stranger = await ask(fetcher, `${publicUrl}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      return stranger >= 400 && stranger < 500
        ? ok('endpoint.answers', { url: publicUrl })
        : bad('endpoint.open', { url: publicUrl, status: stranger });
    },
    () => bad('endpoint.unreachable', { url: publicUrl }),
  );
}

async function ask(fetcher: typeof fetch, url: string, init: RequestInit = {}): Promise<number> {
  const reply = await fetcher(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  await reply.body?.cancel();
  return reply.status;
}
