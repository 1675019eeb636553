import assert from 'node:assert/strict';
import { LARGEST_CARD, sizeOf } from '../../cards/room.ts';
import { drawStep } from '../../cards/step-card.ts';
import { VERBS } from '../../cards/verbs.ts';
import type { MoveView } from '../../cards/view.ts';
import { assess } from '../../services/moves/assess.ts';
import type { Original, StepId } from '../../services/moves/move.ts';
import { deriveSteps } from '../../services/moves/steps.ts';
import { aMove, anOriginal, aProposal, stated } from '../builders.ts';
import { day, facts as skus } from '../rules/builders.ts';
import { nodesOf, nodesOfType, wordsOf } from './card-schema.ts';
import { factsUpTo, reader } from './every-card.ts';

const TODAY = '2026-11-21';
const LANGUAGES = ['en', 'it', 'es', 'ru', 'pt-BR'] as const;
/** What customers have: few, some, and as many as is seen in practice. */
const COUNTS = [3, 6, 30];

const idOf = (i: number) => `5b0d3a5e-6f9b-4c2e-8f4f-${String(i).padStart(12, '0')}`;
const nameOf = (i: number) => `Microsoft 365 Business Premium (${i + 1})`;

/** @param change what one of them has otherwise, by its place */
function draw(
  id: StepId,
  count: number,
  locale: (typeof LANGUAGES)[number],
  given: Partial<MoveView> = {},
  change: (i: number) => Partial<Original> = () => ({}),
  blocked: number | null = null,
) {
  const early = id === 'originals' || id === 'path';
  const originals = Array.from({ length: count }, (_, i) =>
    anOriginal({
      id: idOf(i),
      name: nameOf(i),
      endDate: '2026-12-31',
      autoRenew: true,
      termStart: '2024-06-01',
      path: early ? null : 'buy-and-let-end',
      ...change(i),
    }),
  );
  const move = aMove({ facts: { ...factsUpTo(id, originals), mailLanguage: stated(locale) } });
  const judged = assess(move, day(TODAY), { skus, catalogue: [] });
  // Only one of them has no offer to take its place.
  const assessment =
    blocked === null
      ? judged
      : {
          ...judged,
          originals: judged.originals.map((o, i) => (i === blocked ? o : { ...o, proposals: [aProposal()] })),
        };
  const steps = deriveSteps(move, assessment);
  const step = steps.find((s) => s.id === id);
  assert.ok(step !== undefined);
  const told = { notice: null, problems: {}, typed: {}, ordering: false, lastChange: null };
  return drawStep({ move, steps, step, assessment, ...told, ...given }, reader({ locale, today: TODAY })).card;
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => idOf(i));

describe('what is sent and what is chosen from', () => {
  for (const locale of LANGUAGES) {
    for (const count of COUNTS) {
      it(`when ${count} originals have to end, then the letter in ${locale} names each and each can be recorded`, () => {
        const card = draw('end-originals', count, locale);
        assert.ok(sizeOf(card) < LARGEST_CARD, `${sizeOf(card)} bytes`);
        const letters = nodesOfType(card, 'Input.Text').filter(({ id }) => String(id).startsWith('copy_end_'));
        const sent = letters.map(({ value }) => String(value)).join('\n');
        for (let i = 0; i < count; i++) assert.ok(sent.includes(nameOf(i)), `${nameOf(i)} is not in ${sent}`);
        const choice = nodesOfType(card, 'Input.ChoiceSet').find(({ id }) => id === 'originalId');
        assert.deepEqual(
          nodesOf(choice?.choices).map(({ value }) => value),
          ids(count),
        );
      });
    }
  }

  it('when there are three, then all three are told on the card in every language', () => {
    for (const locale of LANGUAGES) {
      const words = wordsOf(draw('end-originals', 3, locale)).map((word) => word.replaceAll('\\', ''));
      for (let i = 0; i < 3; i++) assert.ok(words.includes(nameOf(i)), `${locale}: ${nameOf(i)}`);
    }
  });

  it('when there are more than any card can hold, then the letter itself says that it is not the whole list', () => {
    const card = draw('end-originals', 300, 'ru');
    assert.ok(sizeOf(card) < LARGEST_CARD, `${sizeOf(card)} bytes`);
    const letters = nodesOfType(card, 'Input.Text').filter(({ id }) => String(id).startsWith('copy_end_'));
    assert.match(
      letters.map(({ value }) => String(value)).join('\n'),
      /- и ещё \d+ подпис\S+; запросите у нас полный список/,
    );
  });
});

/** Every page of a step, as somebody sees them who goes on to the end. */
function pages(id: StepId, count: number, locale: (typeof LANGUAGES)[number]) {
  const seen = [draw(id, count, locale)];
  for (let at = 0; at < count; ) {
    const turns = nodesOfType(seen.at(-1), 'Action.Execute').map(({ data }) => nodesOf(data)[0]);
    const next = Number(turns.find((data) => data?.step === id && 'from' in data)?.from ?? 0);
    if (next <= at) break;
    at = next;
    seen.push(draw(id, count, locale, { from: at }));
  }
  return seen;
}

describe('a list that is longer than its card', () => {
  for (const locale of LANGUAGES) {
    for (const count of COUNTS) {
      it(`when there are ${count} originals, then each can be seen and opened in ${locale}`, () => {
        const cards = pages('originals', count, locale);
        for (const card of cards) assert.ok(sizeOf(card) < LARGEST_CARD, `${sizeOf(card)} bytes`);
        const opened = nodesOfType(cards, 'Action.Execute').flatMap(({ verb, data }) =>
          verb === VERBS.originalForm ? [nodesOf(data)[0]?.originalId] : [],
        );
        for (const id of ids(count)) assert.ok(opened.includes(id), id);
      });

      it(`when there are ${count} originals, then the way of each can be chosen in ${locale}`, () => {
        const cards = pages('path', count, locale);
        for (const card of cards) assert.ok(sizeOf(card) < LARGEST_CARD, `${sizeOf(card)} bytes`);
        const asked = nodesOfType(cards, 'Input.ChoiceSet').map(({ id }) => id);
        for (const id of ids(count)) assert.ok(asked.includes(`path_${id}`), id);
      });
    }
  }

  it('when there are six originals with nothing left to ask, then all stand on the card in every language', () => {
    for (const locale of LANGUAGES) assert.equal(pages('originals', 6, locale).length, 1, locale);
  });

  it('when the list became shorter than the place that was asked for, then it begins again', () => {
    assert.deepEqual(draw('path', 6, 'en', { from: 40 }), draw('path', 6, 'en'));
  });

  it('when no offer takes the place of one of thirty, then it comes first and can be changed, as can its way', () => {
    const unknown = (i: number) => (i === 27 ? { skuId: null, partNumber: null, name: 'Visio Plan 2' } : {});
    for (const locale of LANGUAGES) {
      const card = draw('equivalence', 30, locale, {}, (i) => ({ target: null, ...unknown(i) }), 27);
      const pressed = nodesOfType(card, 'Action.Execute');
      const of = (verb: string) => pressed.filter((a) => a.verb === verb).map(({ data }) => nodesOf(data)[0]);
      assert.ok(
        of(VERBS.originalForm).some((data) => data?.originalId === idOf(27)),
        locale,
      );
      const way = of(VERBS.showStep).find((data) => data?.step === 'path' && 'from' in data);
      const there = draw('path', 30, locale, { from: Number(way?.from) });
      assert.ok(
        nodesOfType(there, 'Input.ChoiceSet').some(({ id }) => id === `path_${idOf(27)}`),
        locale,
      );
    }
  });
});
