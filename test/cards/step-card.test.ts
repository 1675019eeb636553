import assert from 'node:assert/strict';
import { speaker } from '../../cards/speaker.ts';
import { drawStep } from '../../cards/step-card.ts';
import { sourceBlocks } from '../../cards/verdict-lines.ts';
import type { MoveView } from '../../cards/view.ts';
import { judgeEquivalence } from '../../services/rules/equivalence.ts';
import { lifecycleOn } from '../../services/rules/lifecycle.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';
import {
  aLoss,
  aLostPlan,
  aMove,
  anAssessedOriginal,
  anAssessment,
  anEquivalence,
  anOriginal,
  aProposal,
  aTarget,
  stated,
} from '../builders.ts';
import { type Node, nodesOfType, wordsOf } from './card-schema.ts';
import { factsUpTo, reader, viewOf, viewOfStep } from './every-card.ts';
import { restUnknown } from './step-situations.ts';

/** Microsoft 365 Business Premium as a grant: only others tell of its end. */
const NONPROFIT_GRANT = '24c35284-d768-4e53-84d9-b7ae73dddf69';

const draw = (view: MoveView) => drawStep(view, reader());
const verbsOf = (view: MoveView): readonly unknown[] => {
  const { card } = draw(view);
  return nodesOfType(card, 'ActionSet')
    .flatMap((set) => nodesOfType(set, 'Action.Execute'))
    .map((a) => a.verb);
};
const buttonOf = (view: MoveView, verb: string): Node => {
  const button = nodesOfType(draw(view).card, 'Action.Execute').find((a) => a.verb === verb);
  assert.ok(button, `no button ${verb}`);
  return button;
};
const inputsOf = (view: MoveView): readonly unknown[] =>
  nodesOfType(draw(view).card, 'Input.')
    .map((i) => i.id)
    .filter((id) => !String(id).startsWith('copy_'));
const inputOf = (view: MoveView, id: string): Node | undefined =>
  nodesOfType(draw(view).card, 'Input.').find((i) => i.id === id);

describe('the card of a step', () => {
  it('when drawn, then it says where in the move it is, and a step that does not apply keeps its number', () => {
    const move = aMove({ facts: factsUpTo('agreement') });
    assert.ok(wordsOf(draw(viewOfStep('agreement', 'current', move)).card).includes('Step 4 of 12 · Agreement'));
    const view = viewOfStep('agreement', 'current', move);
    const steps = view.steps.map((s) => (s.id === 'licences' ? { ...s, status: 'not-needed' as const } : s));
    assert.ok(wordsOf(draw({ ...view, steps }).card).includes('Step 4 of 12 · Agreement · not needed: 1'));
    assert.ok(wordsOf(draw({ ...view, steps }).card).some((word) => word.includes('Licenses – Not needed')));
  });

  it('when a button is pressed, then it carries the move and its version, never its content', () => {
    const view = viewOfStep('originals', 'current', aMove({ version: 17, facts: factsUpTo('originals') }));
    for (const action of nodesOfType(draw(view).card, 'Action.Execute')) {
      const data = action.data;
      assert.ok(typeof data === 'object' && data !== null && 'moveId' in data && 'version' in data);
      assert.equal(data.version, 17);
    }
  });

  it('when an earlier step is looked at that cannot be changed, then there is only the way back', () => {
    const view = viewOfStep('relationship', 'done', aMove({ facts: factsUpTo('originals') }));
    assert.deepEqual(verbsOf(view), ['move.open']);
    assert.deepEqual(inputsOf(view), []);
  });

  it('when paths are chosen and nothing is ordered, then they may be changed; once it is provisioned, not any more', () => {
    const before = viewOfStep('path', 'done', aMove({ facts: factsUpTo('provision') }));
    assert.deepEqual(verbsOf(before), ['path.choose', 'move.open']);
    const after = viewOfStep('path', 'done', aMove({ facts: factsUpTo('licences') }));
    assert.deepEqual(verbsOf(after), ['move.open']);
    assert.deepEqual(inputsOf(after), []);
  });

  it('when a move is closed, then no step offers to change anything', () => {
    const facts = { ...factsUpTo('done'), closed: stated('done' as const) };
    for (const id of ['originals', 'path', 'end-originals', 'credit', 'done'] as const) {
      const view = viewOfStep(id, 'done', aMove({ facts }));
      assert.deepEqual(verbsOf(view), [], id);
      assert.deepEqual(inputsOf(view), [], id);
    }
  });

  it('when somebody has to accept the invitation, then link and e-mail are ready, in the words of the catalogue', () => {
    const view = viewOfStep('relationship', 'current', aMove({ facts: factsUpTo('relationship') }));
    const link = view.move.facts.relationship.invitationUrl;
    assert.equal(inputOf(view, 'copy_link')?.value, link);
    assert.ok(String(inputOf(view, 'copy_mail')?.value).includes(String(link)));
  });

  it('when an input was wrong, then it keeps what was typed, under what is wrong with it', () => {
    const view = {
      ...viewOfStep(
        'originals',
        'current',
        aMove({ facts: factsUpTo('originals', [anOriginal({ source: null, endDate: null })]) }),
      ),
      typed: { 'source_original-1': 'partner-nce' },
      problems: { 'endDate_original-1': { key: 'error.input.date', params: { typed: '31-31' } } },
    };
    assert.equal(inputOf(view, 'source_original-1')?.value, 'partner-nce');
    assert.ok(wordsOf(draw(view).card).some((word) => word.startsWith('✕ "31-31" is not a date')));
  });

  it('when a problem is about a line that would be cut off, then that line comes first', () => {
    const originals = Array.from({ length: 40 }, (_, i) => anOriginal({ id: `o-${i}`, name: `Offer ${i}` }));
    const view = {
      ...viewOfStep('path', 'current', aMove({ facts: factsUpTo('path', originals) })),
      problems: { 'path_o-39': { key: 'error.path.missing', params: { name: 'Offer 39' } } },
    };
    assert.equal(inputsOf(view)[0], 'path_o-39');
    assert.ok(wordsOf(draw(view).card).some((word) => /^and \d+ more, not shown here$/.test(word)));
  });

  it('when lines do not fit, then the button says that the rest takes the recommended path; otherwise it says nothing', () => {
    const many = Array.from({ length: 40 }, (_, i) => anOriginal({ id: `o-${i}` }));
    const crowd = viewOfStep('path', 'current', aMove({ facts: factsUpTo('path', many) }));
    const few = viewOfStep('path', 'current', aMove({ facts: factsUpTo('path') }));
    const rest = (view: MoveView) =>
      Object.entries(Object(buttonOf(view, 'path.choose').data)).find(([key]) => key === 'rest')?.[1];
    assert.equal(rest(crowd), 'recommended');
    assert.equal(rest(few), undefined);
  });

  describe('when an offer loses data', () => {
    const move = (target = aTarget()) =>
      aMove({ facts: factsUpTo('equivalence', [anOriginal({ path: 'buy-and-let-end', target })]) });
    const losing = (view: MoveView): MoveView => ({
      ...view,
      assessment: anAssessment(view.move, {
        originals: view.move.facts.originals.map((o) =>
          anAssessedOriginal(o, {
            equivalence: aLoss(),
            proposals: [
              aProposal({ equivalence: aLoss() }),
              aProposal({ skuId: 'other', name: 'Other', equivalence: aLoss() }),
            ],
          }),
        ),
      }),
    });

    it('then it names the services, the data and how long it is kept', () => {
      const words = wordsOf(draw(losing(viewOfStep('equivalence', 'current', move()))).card);
      assert.ok(words.some((w) => w.startsWith('**Exchange Online (Plan 2)** – Mailbox. Data is kept for 30 days')));
      assert.ok(words.some((w) => w.includes('How long the data is kept is not documented')));
    });

    it('then the loss of the chosen offer can be accepted, and is not accepted by itself', () => {
      const view = losing(viewOfStep('equivalence', 'current', move()));
      assert.equal(inputOf(view, 'accept_original-1')?.value, 'false');
    });

    it('then the banner says what to do next, and the confirmation is about what is listed above it', () => {
      const view = losing(viewOfStep('equivalence', 'current', move()));
      assert.ok(wordsOf(draw(view).card).some((w) => w.endsWith('have the loss confirmed by name.')));
      assert.equal(
        inputOf(view, 'accept_original-1')?.title,
        `I accept that users lose what is listed above when ${anOriginal().name} ends`,
      );
    });

    it('but cannot be had at all, then nobody can accept it', () => {
      const view = losing(viewOfStep('equivalence', 'current', move()));
      const originals = view.assessment.originals.map((o) => ({ ...o, equivalence: aLoss({ confirmable: false }) }));
      assert.equal(inputOf({ ...view, assessment: { ...view.assessment, originals } }, 'accept_original-1'), undefined);
    });

    it('and another offer was picked on the card, then its loss cannot be accepted before it was shown', () => {
      const view = { ...losing(viewOfStep('equivalence', 'current', move())), typed: { 'target_original-1': 'other' } };
      assert.equal(inputOf(view, 'accept_original-1'), undefined);
      assert.equal(inputOf(view, 'target_original-1')?.value, 'other');
    });
  });

  it('when offers are proposed and none is saved yet, then each says why, and "Why?" has the sources of the one shown', () => {
    const closed = {
      code: 'equivalence.target-end-of-sale-unconfirmed',
      severity: 'warn',
      params: { target: 'X' },
      sources: ['C10'],
    } as const;
    const mailbox = aLostPlan({ reduced: true });
    const proposals = [
      aProposal({ equivalence: anEquivalence({ also: [closed], lost: [] }) }),
      aProposal({ skuId: 'b', equivalence: aLoss({ kind: 'discontinued' }), documented: true }),
      aProposal({
        skuId: 'c',
        equivalence: aLoss({
          lost: [mailbox],
          verdict: { ...aLoss().verdict, params: { services: 'Exchange', count: 1 } },
        }),
      }),
    ];
    const view = viewOfStep('equivalence', 'current', aMove({ facts: factsUpTo('equivalence') }));
    const originals = view.move.facts.originals
      .slice(0, 1)
      .map((o) =>
        anAssessedOriginal({ ...o, target: null, path: 'buy-and-let-end' }, { equivalence: null, proposals }),
      );
    const drawn = { ...view, assessment: anAssessment(view.move, { originals }) };
    const choices = nodesOfType(draw(drawn).card, 'Input.ChoiceSet').flatMap((c) => Object(c).choices);
    assert.deepEqual(
      choices.map((c) => String(c.title).split(' – ')[1]),
      [
        'Equivalent offer, everything kept, closed to new customers',
        'Documented replacement, loses Exchange Online (Plan 2) and 1 more',
        'Different offer, Exchange smaller',
      ],
    );
    const words = wordsOf(draw(drawn).card);
    assert.ok(words.some((w) => w.includes('the order may be refused')));
    assert.ok(words.some((w) => w.includes('Suites with Teams are end of sale')));
  });

  it('when ordering is off, then only doing it in Partner Center is offered', () => {
    const move = aMove({ facts: factsUpTo('provision') });
    assert.deepEqual(verbsOf(viewOf(move, { ordering: false })), ['provision.reported']);
    assert.deepEqual(verbsOf(viewOf(move, { ordering: true })), ['provision.order', 'provision.reported']);
  });

  it('when several originals run on, then one form asks which has ended; with one there is nothing to choose', () => {
    const two = aMove({ facts: factsUpTo('end-originals', [anOriginal(), anOriginal({ id: 'original-2' })]) });
    const one = aMove({ facts: factsUpTo('end-originals') });
    assert.deepEqual(inputsOf(viewOfStep('end-originals', 'current', two)), ['originalId', 'how', 'on']);
    assert.deepEqual(inputsOf(viewOfStep('end-originals', 'current', one)), ['how', 'on']);
    const { data } = buttonOf(viewOfStep('end-originals', 'current', one), 'originals.ended');
    assert.equal(Object(data).originalId, 'original-1');
  });

  it('when the new subscription is not verified, then no original can be recorded as ended', () => {
    const view = viewOfStep('end-originals', 'ahead', aMove({ facts: factsUpTo('provision') }));
    assert.ok(!verbsOf(view).includes('originals.ended'));
  });

  it('when the old subscription still runs out, then the credit can be asked for already', () => {
    const move = aMove({ facts: factsUpTo('end-originals') });
    assert.ok(verbsOf(viewOfStep('credit', 'ahead', move)).includes('credit.requested'));
    assert.ok(
      !verbsOf(viewOfStep('credit', 'ahead', aMove({ facts: factsUpTo('provision') }))).includes('credit.requested'),
    );
  });

  it('when a rule is not confirmed, then "Why?" says so beside its source', () => {
    const view = viewOfStep('end-originals', 'current', aMove({ facts: factsUpTo('end-originals') }));
    const words = wordsOf(draw(view).card).filter((w) => w.startsWith('[View on Microsoft Learn'));
    assert.ok(words.some((w) => w.includes('not confirmed by a Microsoft page')));
    assert.ok(words.some((w) => w.includes('checked against the text of')));
  });

  it('when an entry of a list is not confirmed, then "Why?" says so of the entry, whatever is known of the list', () => {
    const { verdict } = judgeEquivalence(loadSkuFacts(), NONPROFIT_GRANT, NONPROFIT_GRANT);
    const lines = wordsOf({ body: sourceBlocks(speaker('en'), [{ sources: verdict.sources }, verdict]) });
    const about = (title: string) => lines.filter((w) => w.includes(title));
    assert.equal(about('Business Premium nonprofit grant').length, 1, lines.join('\n'));
    assert.match(about('Business Premium nonprofit grant')[0] ?? '', /not confirmed by a Microsoft page.*2026/);
    assert.deepEqual(about('Discontinued offers and their replacements'), []);
    assert.ok(about('Same SKU and same seats').length === 1);
  });

  it('when the sandbox is running, then every card says so', () => {
    const view = viewOfStep('region', 'done', aMove({ facts: factsUpTo('originals') }));
    assert.ok(wordsOf(drawStep(view, reader({ sandbox: true })).card).some((w) => w.startsWith('SANDBOX')));
    assert.ok(!wordsOf(draw(view).card).some((w) => w.startsWith('SANDBOX')));
  });

  it('when something is open that may stay unknown, then the first button says so and goes on, and the card says what that means', () => {
    const view = restUnknown();
    const confirming = nodesOfType(draw(view).card, 'Action.Execute').filter((a) => a.verb === 'originals.confirm');
    assert.deepEqual(
      confirming.map(({ title, style, data }) => [title, style, Object(data).unknown]),
      [['Complete: the rest is not known', 'positive', true]],
    );
    const words = wordsOf(draw(view).card).join('\n');
    assert.match(words, /Something is still open about 2 subscriptions, and may stay unknown\./);
    for (const meaning of [/no grace period is counted on/, /may end and that it may renew/, /nobody checks whether/])
      assert.match(words, meaning);
    assert.doesNotMatch(words, /\(needed\)/);
  });

  it('when something is missing that nothing can be planned without, then its inputs say that they are needed', () => {
    const open = [anOriginal({ source: null, endDate: null, autoRenew: null })];
    const view = viewOfStep('originals', 'current', aMove({ facts: factsUpTo('originals', open) }));
    const labels = nodesOfType(draw(view).card, 'Input.').map(({ label }) => String(label));
    assert.deepEqual(
      labels.filter((label) => label.includes('needed')),
      ['Where was it bought? (needed)', 'Last day of the term (needed)'],
    );
    assert.ok(wordsOf(draw(view).card).some((word) => word.includes('every reminder counts from the second')));
  });

  it('when the day on record has passed and it renews, then the end of the present term can be answered on the card', () => {
    const renewed = anOriginal({ endDate: '2026-10-31', autoRenew: true });
    const view = viewOfStep('originals', 'current', aMove({ facts: factsUpTo('originals', [renewed]) }));
    const judged = anAssessedOriginal(renewed, { lifecycle: lifecycleOn(renewed, '2026-11-20') });
    const drawn = { ...view, assessment: anAssessment(view.move, { originals: [judged] }) };
    assert.ok(inputOf(drawn, 'endDate_original-1'));
    assert.equal(inputOf(view, 'endDate_original-1'), undefined);
  });

  it('when a button does not need the inputs, then it does not wait for the required ones', () => {
    const view = viewOfStep('originals', 'current', aMove({ facts: factsUpTo('originals') }));
    assert.equal(buttonOf(view, 'originals.import').associatedInputs, 'none');
    assert.equal(buttonOf(view, 'originals.confirm').associatedInputs, 'auto');
  });
});
