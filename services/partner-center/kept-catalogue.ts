import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { untilEnded, within } from '../identity/time-limit.ts';
import type { CatalogOffer } from '../rules/judgement.ts';
import type { PartnerCenterClient } from './client.ts';

/** How long the very first reading may be waited for; the start of the product is the only time there is nothing yet. */
const FIRST_READING_MS = 2000;
/** The client keeps what it read for as long, so asking sooner would bring nothing new. */
const RENEWED_AFTER_MS = 12 * 3_600_000;
const AGAIN_AFTER_MS = 60_000;

/**
 * What the partner can sell in its own country, kept in memory and read in the background, beginning now: hundreds of calls
 * that no button press may wait for.
 *
 * | what there is | the answer |
 * | --- | --- |
 * | offers, however old | these at once; old ones are renewed behind the answer |
 * | the first reading is under way | its offers; `microsoft.slow` two seconds after it began |
 * | the last reading failed | its error at once; another one is tried behind the answer, a minute later at the soonest |
 *
 * @param options.ended ends the reading in the background, for good
 * @param options.firstLimit ends the waiting for the first reading
 */
export function keepCatalogue(
  partnerCenter: Pick<PartnerCenterClient, 'partnerProfile' | 'catalogue'>,
  clock: Clock,
  { ended, firstLimit = AbortSignal.timeout(FIRST_READING_MS) }: { ended: AbortSignal; firstLimit?: AbortSignal },
): () => Promise<readonly CatalogOffer[]> {
  let kept: readonly CatalogOffer[] | null = null;
  let failure: AppError | null = null;
  let reading: Promise<void> | null = null;
  let nextReadingAt = Number.NEGATIVE_INFINITY;

  async function read(): Promise<void> {
    let pause = RENEWED_AFTER_MS;
    try {
      kept = await untilEnded(ended, async () => {
        const { country } = await partnerCenter.partnerProfile();
        return country === null ? [] : partnerCenter.catalogue({ country });
      });
      failure = null;
    } catch (cause) {
      failure = cause instanceof AppError ? cause : new AppError('microsoft.failed', { cause });
      pause = AGAIN_AFTER_MS;
    } finally {
      nextReadingAt = now() + pause;
      reading = null;
    }
  }

  const now = () => clock.now().epochMilliseconds;
  const begin = () => {
    if (now() >= nextReadingAt && !ended.aborted) reading ??= read();
  };
  const known = (): readonly CatalogOffer[] => {
    if (kept !== null) return kept;
    throw failure ?? new AppError('microsoft.slow', { hint: 'The catalogue has not been read yet.' });
  };

  begin();
  return async () => {
    begin();
    if (kept === null && failure === null && reading !== null)
      await within(firstLimit, () => reading ?? Promise.resolve());
    return known();
  };
}
