import { drawAlert } from '../../cards/alert.ts';
import type { Reader } from '../../cards/view.ts';
import { WATCH_ALERTS } from '../../services/watch-alerts.ts';
import type { Example } from './every-card.ts';

/** All that the sentences of these alarms may hold. */
const PARAMS = {
  since: '2026-11-20T09:03:00Z',
  from: '2026-11-20T01:00:00Z',
  to: '2026-11-20T06:30:00Z',
  reason: 'unreachable',
  what: 'MicrosoftAppPassword',
  date: '2026-12-24',
  customers: 'Contoso\nNorthwind Traders\nTailspin Toys\nAdatum Corporation\nFourth Coffee',
};

/** The alarms about the bot's own work, with one and with many of what they count. */
export function watchAlertExamples(): readonly Example[] {
  return WATCH_ALERTS.flatMap((code) =>
    [1, 12].map((count) => ({
      name: `alert: ${code}, ${count}`,
      draw: (r: Reader) => drawAlert({ code, params: { ...PARAMS, count } }, r),
    })),
  );
}
