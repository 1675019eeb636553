import { drawAlert } from '../../cards/alert.ts';
import { drawAskStop } from '../../cards/ask-stop.ts';
import { drawCheck } from '../../cards/check.ts';
import { drawChooseCustomer } from '../../cards/choose-customer.ts';
import { drawChooseLanguage } from '../../cards/choose-language.ts';
import { drawClosed } from '../../cards/closed.ts';
import { drawDidYouMean } from '../../cards/did-you-mean.ts';
import { drawGone } from '../../cards/gone.ts';
import { drawHelp } from '../../cards/help.ts';
import { drawMailLanguageForm } from '../../cards/mail-language-form.ts';
import { drawMoveStatus } from '../../cards/move-status.ts';
import { drawMovesList } from '../../cards/moves-list.ts';
import { drawNews } from '../../cards/news.ts';
import { drawNotAllowed } from '../../cards/not-allowed.ts';
import { drawOrderConfirmation } from '../../cards/order-confirmation.ts';
import { drawOrderRequest } from '../../cards/order-request.ts';
import { drawOriginalForm } from '../../cards/original-form.ts';
import { drawSignIn } from '../../cards/sign-in.ts';
import { drawTransferForm } from '../../cards/transfer-form.ts';
import { VERBS } from '../../cards/verbs.ts';
import type { Reader } from '../../cards/view.ts';
import { drawWelcome } from '../../cards/welcome.ts';
import { drawWhichMove } from '../../cards/which-move.ts';
import { drawNotDone, drawWorking } from '../../cards/working.ts';
import { SIGN_IN_ALERTS } from '../../services/identity/sign-in-watch.ts';
import { STEP_IDS } from '../../services/moves/move.ts';
import { NEWS_CODES } from '../../services/moves/news.ts';
import type { Quotation } from '../../services/moves/ordering.ts';
import { outlookOf } from '../../services/moves/outlook.ts';
import { anApproval, anAssessment, anOrderLine, anOriginal, aTransfer, aVerdict, stated } from '../builders.ts';
import { fileExamples } from './file-examples.ts';
import { remindingExamples } from './reminding-examples.ts';
import { type At, type Example, viewOf } from './step-views.ts';
import { watchAlertExamples } from './watch-alerts.ts';
/** Every card that is not one of a step. */
export function otherCards(at: At): readonly Example[] {
  const move = at('equivalence');
  const { customer } = move;
  const matches = [
    { tenantId: customer.tenantId, name: customer.name, domain: customer.domain, isCustomer: true },
    { tenantId: 'x', name: 'Fabrikam', domain: 'fabrikam.com', isCustomer: false },
  ];
  const original = move.facts.originals[0] ?? anOriginal();
  const row = {
    moveId: move.id,
    customer: customer.name,
    step: 'equivalence' as const,
    status: 'current' as const,
    nextDate: '2026-12-31',
    version: 4,
  };
  const line = anOrderLine({ name: original.name });
  const quotation: Quotation = {
    quote: {
      lines: [line, { ...line, catalogSku: 'other', billingCycle: 'annual', unitPrice: null, linePrice: null }],
      knownOrders: [],
    },
    terms: [],
    refused: [],
    alreadyOrdered: [],
  };
  const approval = anApproval();
  const check = {
    customer,
    relationship: aVerdict({ code: 'relationship.missing', severity: 'ask' }),
    credit: [],
    outlook: outlookOf(
      move.facts,
      anAssessment(move, {
        region: aVerdict({
          code: 'region.same-market',
          params: { partnerCountry: 'IT', tenantCountry: 'IT' },
          sources: ['R1'],
        }),
        relationship: aVerdict({ code: 'relationship.missing', severity: 'ask' }),
      }),
    ),
  };
  return [
    {
      name: 'choose-customer',
      draw: (r) => drawChooseCustomer({ matches, typed: '', problem: null }, r),
    },
    {
      name: 'choose-customer: to check',
      draw: (r) => drawChooseCustomer({ matches, typed: '', problem: null, purpose: 'check' }, r),
    },
    {
      name: 'choose-customer: problem',
      draw: (r) =>
        drawChooseCustomer(
          {
            matches: [],
            typed: 'contso.it',
            problem: { key: 'error.customer.no-tenant', params: { domain: 'contso.it' } },
          },
          r,
        ),
    },
    {
      name: 'original-form: new',
      draw: (r) =>
        drawOriginalForm(
          { move, original: null, choices: [{ title: 'Visio', value: 'v' }], typed: {}, problems: {} },
          r,
        ),
    },
    {
      name: 'original-form: change, problems',
      draw: (r) =>
        drawOriginalForm(
          {
            move,
            original,
            choices: [{ title: original.name, value: original.skuId ?? '' }],
            typed: { seats: 'many', endDate: '2026-02-30' },
            problems: {
              seats: { key: 'error.input.seats' },
              endDate: { key: 'error.input.date-not-in-calendar', params: { typed: '2026-02-30' } },
            },
          },
          r,
        ),
    },
    {
      name: 'order-confirmation',
      draw: (r) => drawOrderConfirmation({ view: viewOf(move), quotation, needsApproval: false, before: null }, r),
    },
    {
      name: 'order-confirmation: everything to think of',
      draw: (r) =>
        drawOrderConfirmation(
          {
            view: viewOf(move, {
              problems: { attested: { key: 'error.ordering.attest' } },
              notice: { key: 'notice.order-other-term' },
            }),
            quotation: {
              quote: { lines: [{ ...line, attestation: true }], knownOrders: [] },
              terms: [
                { term: 'P1M', billingCycle: 'monthly' },
                { term: 'P1Y', billingCycle: 'monthly' },
              ],
              refused: [],
              alreadyOrdered: [{ name: original.name, seats: 25, on: '2026-11-19T10:00:00Z' }],
            },
            needsApproval: true,
            before: [{ ...line, unitPrice: 17, linePrice: 425 }],
          },
          r,
        ),
    },
    {
      name: 'order-confirmation: refused line by line',
      draw: (r) =>
        drawOrderConfirmation(
          {
            view: viewOf(move),
            quotation: { ...quotation, refused: [{ name: original.name, code: 'microsoft.addon-without-base' }] },
            needsApproval: false,
            before: null,
          },
          r,
        ),
    },
    { name: 'order-request', draw: (r) => drawOrderRequest({ move, approval }, r) },
    { name: 'transfer-form', draw: (r) => drawTransferForm({ move, problems: {}, typed: {} }, r) },
    {
      name: 'transfer-form: problems',
      draw: (r) =>
        drawTransferForm(
          {
            move: { ...move, facts: { ...move.facts, transfers: [aTransfer()] } },
            problems: {
              partner: { key: 'error.input.transfer-partner' },
              customerEmail: { key: 'error.input.email' },
            },
            typed: { customerEmail: 'nobody' },
          },
          r,
        ),
    },
    {
      name: 'moves-list',
      draw: (r) => drawMovesList({ rows: [row, { ...row, status: 'stopped', nextDate: null }], more: 3 }, r),
    },
    {
      name: 'did-you-mean',
      draw: (r) =>
        drawDidYouMean(
          {
            choices: [
              {
                title: { key: 'meant.move-of', params: { customer: 'Logistics status' } },
                kind: 'move',
                value: 'Logistics status',
              },
              {
                title: { key: 'meant.status-of', params: { customer: 'Move Logistics' } },
                kind: 'status',
                value: 'Move Logistics',
              },
            ],
          },
          r,
        ),
    },
    {
      name: 'did-you-mean: one',
      draw: (r) => drawDidYouMean({ choices: [{ title: { key: 'meant.help' }, kind: 'help', value: '' }] }, r),
    },
    {
      name: 'moves-list: many',
      draw: (r) =>
        drawMovesList(
          {
            rows: (['current', 'waiting', 'stopped', 'current', 'waiting', 'done'] as const).map((status, i) => ({
              ...row,
              customer: `${customer.name} ${i}`,
              step: STEP_IDS[i + 2] ?? row.step,
              status,
              nextDate: i % 2 === 0 ? '2026-12-31' : null,
            })),
            more: 37,
            states: { current: 19, waiting: 15, stopped: 7, done: 2 },
          },
          r,
        ),
    },
    {
      name: 'moves-list: more than could be counted',
      draw: (r) => drawMovesList({ rows: [row, row, row], more: 900, states: { current: 60, waiting: 40 } }, r),
    },
    ...[3, 2501].map((total) => ({
      name: `which-move: ${total}`,
      draw: (r: Reader) => {
        const rows = Array.from({ length: Math.min(total, 20) }, (_, i) => ({
          ...row,
          domain: `customer${i}.example`,
          nextDate: i % 2 === 0 ? '2026-12-31' : null,
        }));
        return drawWhichMove({ typed: 'GmbH', rows, total }, r);
      },
    })),
    { name: 'moves-list: none', draw: (r) => drawMovesList({ rows: [], more: 0 }, r) },
    { name: 'move-status', draw: (r) => drawMoveStatus({ ...viewOf(move), nextDate: '2026-12-01' }, r) },
    ...(['done', 'snoozed', 'assigned', 'undone'] as const).map((act) => ({
      name: `move-status: reminder ${act}`,
      draw: (r: Reader) => {
        const what = { key: 'reminder.invitation-unanswered.title', params: { customer: move.customer.name } };
        const lastAct = { act, who: 'Marco Bianchi', when: '2026-11-19T15:00:00Z', what, to: 'Ava Rossi' };
        return drawMoveStatus({ ...viewOf(move), lastAct }, r);
      },
    })),
    { name: 'check', draw: (r) => drawCheck({ ...check, originalsKnown: false, open: null }, r) },
    {
      name: 'check: open move',
      draw: (r) => drawCheck({ ...check, originalsKnown: true, open: { moveId: move.id, version: 2 } }, r),
    },
    ...remindingExamples(move),
    ...NEWS_CODES.map((code) => ({
      name: `news: ${code}`,
      draw: (r: Reader) => drawNews({ move, code, next: 'agreement' }, r),
    })),
    ...SIGN_IN_ALERTS.map((code) => ({
      name: `alert: ${code}`,
      draw: (r: Reader) =>
        drawAlert(
          { code, params: { count: 7, date: '2026-12-24', reason: 'sign-in.mfa-needed', code: 'AADSTS50076' } },
          r,
        ),
    })),
    ...watchAlertExamples(),
    ...fileExamples(move),
    {
      name: 'alert: webhook-of-another',
      draw: (r) => drawAlert({ code: 'webhook-of-another', params: { host: 'hooks.fabrikam.com' } }, r),
    },
    { name: 'alert: of a newer version', draw: (r) => drawAlert({ code: 'never-heard-of', params: {} }, r) },
    { name: 'welcome', draw: (r) => drawWelcome({ scope: 'personal' }, r) },
    { name: 'welcome: group chat', draw: (r) => drawWelcome({ scope: 'groupChat' }, r) },
    { name: 'welcome: team', draw: (r) => drawWelcome({ scope: 'team' }, r) },
    { name: 'help', draw: (r) => drawHelp({ scope: 'personal' }, r) },
    { name: 'help: another language was spoken', draw: (r) => drawHelp({ scope: 'personal', spoken: 'ru' }, r) },
    { name: 'help: people sign in', draw: (r) => drawHelp({ scope: 'personal', signIn: true }, r) },
    ...[true, false].map((replaced) => ({
      name: `working${replaced ? '' : ', look again'}`,
      draw: (r: Reader) => drawWorking({ pressed: PRESSED, moveId: replaced ? move.id : null, replaced }, r),
    })),
    {
      name: 'not done',
      draw: (r) => drawNotDone({ pressed: PRESSED, moveId: move.id, reason: { key: 'error.microsoft.slow' } }, r),
    },
    ...[null, 'mfa-needed', 'mfa-setup', 'policy', 'other-account', 'unknown'].map((why) => ({
      name: `sign in: ${why}`,
      draw: (r: Reader) => drawSignIn({ why }, r),
    })),
    {
      name: 'help: not understood',
      draw: (r) => drawHelp({ scope: 'team', problem: { key: 'error.not-understood', params: { typed: 'hum' } } }, r),
    },
    { name: 'ask-stop', draw: (r) => drawAskStop({ move }, r) },
    { name: 'ask-stop: ordered', draw: (r) => drawAskStop({ move: at('licences') }, r) },
    { name: 'gone', draw: (r) => drawGone({}, r) },
    { name: 'mail-language', draw: (r) => drawMailLanguageForm({ move, step: 'relationship' }, r) },
    { name: 'language', draw: (r) => drawChooseLanguage({ scope: 'personal' }, r) },
    {
      name: 'language of a channel, an unknown one named',
      draw: (r) =>
        drawChooseLanguage(
          {
            scope: 'team',
            notice: { key: 'language.switched-shared', params: { who: 'Ava' } },
            problem: { key: 'language.unknown', params: { typed: '**Klingon**', languages: 'English, Italiano' } },
          },
          r,
        ),
    },
    {
      name: 'not allowed',
      draw: (r) => drawNotAllowed({ kind: 'missing', task: 'order', roles: ['admin-agent', 'sales-agent'] }, r),
    },
    ...(['not-pinned', 'refused', 'slow', 'unavailable'] as const).map((why) => ({
      name: `not allowed, ${why}`,
      draw: (r: Reader) => drawNotAllowed({ kind: 'unread', task: 'record', roles: ['admin-agent'], why }, r),
    })),
    {
      name: 'not allowed, but may look',
      draw: (r) => drawNotAllowed({ kind: 'missing', task: 'record', roles: ['admin-agent'] }, r, customer.name),
    },
    {
      name: 'closed: moved',
      draw: (r) => drawClosed({ move: { ...move, facts: { ...move.facts, closed: stated('done' as const) } } }, r),
    },
    {
      name: 'closed',
      draw: (r) => drawClosed({ move: { ...move, facts: { ...move.facts, closed: stated('stopped' as const) } } }, r),
    },
  ];
}

/** A button of which the answer takes longer. */
const PRESSED = { verb: VERBS.refresh, data: {} };
