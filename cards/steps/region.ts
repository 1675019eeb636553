import { asksForDecision, countryOfCode, marketOf } from '../../services/rules/region.ts';
import { facts, textInput } from '../blocks.ts';
import type { Speaker } from '../speaker.ts';
import { stepBanner } from '../step-banner.ts';
import { VERBS } from '../verbs.ts';
import { asked, button, checkAgain, mayChange, type StepDrawing } from './step-parts.ts';
import { why } from './why.ts';

/** Step 2: partner and customer tenant must be in one CSP market. */
export const regionStep: StepDrawing = (view, say) => {
  const { partnerCountry, tenantCountry, tenantCountrySource, regionDecision } = view.move.facts;
  const { region } = view.assessment;
  const change = mayChange(view);
  const asksCountry =
    change &&
    (tenantCountry === null ||
      !isCountry(tenantCountry) ||
      tenantCountrySource === 'person' ||
      view.problems.country !== undefined);
  // Only where the table has no answer: a country that has to be corrected first is nothing to decide about.
  const asksDecision = change && asksForDecision(region) && view.problems.country === undefined;
  return {
    banner: stepBanner(
      view,
      say,
      regionDecision === null || !asksForDecision(region) || view.step.status === 'ahead'
        ? undefined
        : {
            key: `step.region.decided-${regionDecision.value}`,
            params: { who: regionDecision.by.name, when: regionDecision.at },
          },
    ),
    explanation: [{ key: view.step.status === 'stopped' ? 'step.region.what-helps' : 'step.region.what' }],
    blocks: [
      facts([
        [say.md('fact.partner-country'), place(say, partnerCountry)],
        [
          say.md('fact.tenant-country'),
          place(say, tenantCountry) + (tenantCountrySource === 'person' ? ` ${say.md('fact.told-by-person')}` : ''),
        ],
      ]),
      ...(asksCountry
        ? asked(
            view,
            say,
            'country',
            textInput({
              id: 'country',
              label: say.plain('input.country'),
              placeholder: say.plain('input.country-hint'),
              value:
                view.typed.country ??
                (tenantCountry === null || !isCountry(tenantCountry) ? undefined : say.country(tenantCountry)),
              required: say.plain('input.country-missing'),
              maxLength: 60,
            }),
          )
        : []),
    ],
    details: why(view, say, { sources: ['R1', 'B1'] }),
    actions: [
      ...(asksDecision
        ? [
            button(view, say, 'same-market', VERBS.decideRegion, { primary: true, data: { decision: 'same-market' } }),
            button(view, say, 'different-market', VERBS.decideRegion, { data: { decision: 'different-market' } }),
          ]
        : []),
      ...(asksCountry
        ? [
            button(view, say, 'save-country', VERBS.setCountry, {
              primary: !asksDecision && view.step.status !== 'stopped',
              inputs: true,
            }),
          ]
        : []),
      ...(change ? [checkAgain(view, say)] : []),
    ],
  };
};

/** A code of today: a withdrawn one is asked for anew, without a suggestion. */
const isCountry = (code: string): boolean => countryOfCode(code)?.kind === 'country';

function place(say: Speaker, country: string | null): string {
  const market = country === null ? null : marketOf(country);
  return market === null
    ? say.country(country)
    : say.md('fact.country-market', { country, market: say.word('market', market) });
}
