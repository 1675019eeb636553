import { drawOriginalForm } from '../cards/original-form.ts';
import type { Sentence } from '../cards/view.ts';
import type { MoveState } from '../services/moves/move-service.ts';
import type { Services } from '../services/services.ts';
import { offerChoices, offersCalled } from './offer-choices.ts';
import { cardReply, type Reply, type Turn } from './turn.ts';

export interface OriginalFormState {
  readonly originalId: string | null;
  /** A product name or part number that was typed into the chat. */
  readonly searched?: string;
  readonly typed?: Readonly<Record<string, string>>;
  readonly problems?: Readonly<Record<string, Sentence>>;
}

/** The form for one original subscription: a new one, or one of the list to change. */
export function originalForm(services: Services, turn: Turn, state: MoveState, form: OriginalFormState): Reply {
  const { originalId, searched, typed = {}, problems = {} } = form;
  const original = state.move.facts.originals.find((o) => o.id === originalId) ?? null;
  const choices = offerChoices(services.skus, searched ?? typed.offer ?? original?.skuId ?? '');
  const none: Record<string, Sentence> =
    searched !== undefined && choices.length === 0
      ? { offer: { key: 'error.input.offer-unknown', params: { typed: searched } } }
      : {};
  const shown = choices.length === 0 ? offerChoices(services.skus, '') : choices;
  const called = searched === undefined ? [] : offersCalled(services.skus, searched);
  const only = searched === undefined ? undefined : (onlyOne(called)?.skuId ?? onlyOne(choices)?.value);
  // A text that is none of the choices cannot stand in their box: the problem above it says what was typed.
  const { offer, ...others } = typed;
  const kept = offer !== undefined && shown.some(({ value }) => value === offer) ? typed : others;
  return cardReply(
    drawOriginalForm(
      {
        move: state.move,
        original,
        choices: shown,
        typed: only === undefined ? kept : { ...typed, offer: only },
        problems: { ...problems, ...none },
      },
      turn.reader,
    ),
    { dialog: 'original', moveId: state.move.id, originalId },
  );
}

const onlyOne = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);
