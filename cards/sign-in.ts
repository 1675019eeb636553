import { execute } from './actions.ts';
import { drawFrame } from './frame.ts';
import { VERBS } from './verbs.ts';
import type { DrawnCard, Reader } from './view.ts';

export interface SignInView {
  /** A word of `signing-in.why.<why>`; null: the person has not signed in yet. */
  readonly why: string | null;
}

/** Asks for a sign-in where a client does not show a sign-in card: the button is answered with one, to whoever presses it. */
export function drawSignIn({ why }: SignInView, reader: Reader): DrawnCard {
  return drawFrame(reader, (say) => ({
    heading: say.plain('signing-in.title'),
    explanation:
      why === null ? [{ key: 'signing-in.text' }] : [{ key: `signing-in.why.${why}` }, { key: 'signing-in.again' }],
    actions: [execute({ title: say.plain('signing-in.button'), verb: VERBS.signIn, data: {}, primary: true })],
  }));
}
