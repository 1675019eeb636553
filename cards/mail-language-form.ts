import { execute } from './actions.ts';
import { text } from './blocks.ts';
import { drawFrame } from './frame.ts';
import { LANGUAGE_NAMES, LANGUAGES } from './languages.ts';
import { mailLanguageLine } from './steps/mail-language.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Move, Reader, StepId } from './view.ts';

/** In which language does the customer read: one button for each. */
export function drawMailLanguageForm(
  { move, step }: { readonly move: Move; readonly step: StepId },
  reader: Reader,
): DrawnCard {
  const data = { moveId: move.id, version: move.version, step };
  return drawFrame(reader, (say) => ({
    heading: move.customer.name,
    subheading: move.customer.domain,
    explanation: [{ key: 'mail-language.what' }],
    blocks: [text(mailLanguageLine(move, say))],
    actions: [
      ...LANGUAGES.map((language) =>
        execute({ title: LANGUAGE_NAMES[language], verb: VERBS.setMailLanguage, data: { ...data, language } }),
      ),
      execute({ title: say.plain('button.back'), verb: VERBS.showStep, data }),
    ],
  }));
}
