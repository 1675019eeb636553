import type { Verb } from './verbs.ts';

/** A button. Texts given to these functions are plain and finished. */
export type Action = Readonly<Record<string, unknown>> & { readonly type: string; readonly title: string };

export interface ExecuteOptions {
  readonly title: string;
  readonly verb: Verb;
  readonly data: Readonly<Record<string, unknown>>;
  /** The one thing to do on this card. */
  readonly primary?: boolean;
  /** Whether it sends the card's inputs (and so waits until the required ones are filled in). */
  readonly inputs?: boolean;
  readonly destructive?: boolean;
}

/** A button that runs a verb. Clients without Universal Actions get the same as a submit, with the verb in its data. */
export function execute({ title, verb, data, primary, inputs, destructive }: ExecuteOptions): Action {
  const same = {
    title,
    associatedInputs: inputs === true ? 'auto' : 'none',
    ...(primary === true ? { style: 'positive' } : destructive === true ? { style: 'destructive' } : {}),
  };
  return {
    type: 'Action.Execute',
    ...same,
    verb,
    data,
    fallback: { type: 'Action.Submit', ...same, data: { ...data, verb } },
  };
}

/** Leaves the chat: the title says where to. */
export const openUrl = (title: string, url: string): Action => ({ type: 'Action.OpenUrl', title, url });

/** Unfolds or folds a part of the card, on the client alone. */
export const unfold = (title: string, ...ids: readonly string[]): Action => ({
  type: 'Action.ToggleVisibility',
  title,
  targetElements: ids,
});
