import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { readCountry } from '../../dialogs/country.ts';
import { showMove } from '../../dialogs/show-move.ts';
import { type Action, MoveRef, parse, runCommand, stateOf } from './action.ts';

/** A person says which country the customer's tenant is in. */
export const setCountry: Action = {
  verb: VERBS.setCountry,
  async run(services, turn, data) {
    const { country: typed, ...ref } = parse(MoveRef.extend({ country: z.string().max(100).default('') }), data);
    const country = readCountry(typed, turn.reader.locale);
    if (country?.kind === 'country') {
      const refused = { step: 'region', typed: { country: typed } } as const;
      return runCommand(services, turn, ref, { kind: 'set-country', country: country.code }, { refused });
    }
    const withdrawn = country?.kind === 'withdrawn';
    return showMove(services, turn, await stateOf(services, ref.moveId), {
      step: 'region',
      problems: {
        country: withdrawn
          ? { key: 'error.input.country-withdrawn', params: { typed, today: country.today.join('\n') } }
          : { key: 'error.input.country', params: { typed } },
      },
      // Nothing to correct in a code that is gone: another one is needed.
      typed: { country: withdrawn ? '' : typed },
    });
  },
};

/** A person decides where the market table has no answer. */
export const decideRegion: Action = {
  verb: VERBS.decideRegion,
  async run(services, turn, data) {
    const { decision, ...ref } = parse(MoveRef.extend({ decision: z.enum(['same-market', 'different-market']) }), data);
    return runCommand(services, turn, ref, { kind: 'decide-region', decision });
  },
};
