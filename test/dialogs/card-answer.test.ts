import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { type CardAnswer, readLoosely, readReply } from '../../dialogs/answers/card-answer.ts';
import { type CardQuestion, questionOf } from '../../dialogs/answers/card-question.ts';
import { REPLIES, REPLY_VERBS } from '../../dialogs/answers/replies.ts';
import { LEXICON } from '../../dialogs/understanding/lexicon.ts';
import { everyExample, reader } from '../cards/every-card.ts';

/** 2026-11-21 is a Saturday. */
const TODAY = Temporal.PlainDate.from('2026-11-21');
const AT = '2026-11-21T09:00:00Z';

/** Of a card in a language: what is written, and what it means. `-` for nothing. */
type Lines = Readonly<Record<string, string>>;

const EN: Readonly<Record<string, Lines>> = {
  'relationship current': {
    sent: 'relationship.invited',
    "it's sent": 'relationship.invited',
    'Done!': 'relationship.invited',
    'ok, I just sent it, thanks': 'relationship.invited',
    'the mail has been sent': 'relationship.invited',
    'We have already invited them': 'relationship.invited',
    'i have sent the invitation': 'relationship.invited',
    'check again please': 'move.refresh',
    refresh: 'move.refresh',
    'language of the texts': 'mail.language',
    'not sent': '-',
    "I haven't sent it": '-',
    'we will have sent it by Monday': '-',
    'who sent it?': '-',
    'sent to Fabrikam': '-',
    yes: 'do-you-mean relationship.invited',
  },
  'relationship waiting': {
    'they accepted': 'move.refresh',
    'the customer said no': 'do-you-mean relationship.refused',
    'They declined.': 'do-you-mean relationship.refused',
    'they have not refused': '-',
    again: 'move.refresh',
  },
  'agreement current': {
    'accepted yesterday': 'agreement.accepted acceptedOn=2026-11-20',
    'they signed on 14 November 2026': 'agreement.accepted acceptedOn=2026-11-14',
    today: 'agreement.accepted acceptedOn=2026-11-21',
    '11/14/2026': 'agreement.accepted acceptedOn=2026-11-14',
    accepted: 'which-day agreement.accepted',
    done: 'which-day agreement.accepted',
  },
  'originals current': {
    'import them from the tenant': 'originals.import',
    "that's all of them": 'do-you-mean originals.confirm',
    "that's all": 'do-you-mean originals.confirm',
    'add by hand': 'originals.form',
    'the list is complete': 'do-you-mean originals.confirm',
  },
  'equivalence current': {
    '30': 'fill equivalence.choose seats_original-1=30',
    '30 seats': 'fill equivalence.choose seats_original-1=30',
    'go on': 'fill-in-first equivalence.choose',
  },
  'path: two sources': { next: 'fill-in-first path.choose' },
  'provision: ordering': {
    'order it': 'provision.order',
    'done, we ordered it in Partner Center': 'do-you-mean provision.reported',
    'go ahead': 'provision.order',
  },
  'order-confirmation': {
    yes: 'press-yourself provision.order-confirmed',
    'order 50 seats now': 'press-yourself provision.order-confirmed',
    no: 'move.open',
    'not yet': 'move.open',
  },
  'licences current': {
    reassigned: 'do-you-mean licences.confirmed',
    'all licenses are reassigned': 'do-you-mean licences.confirmed',
  },
  'end-originals current': {
    done: 'fill-in-first originals.ended',
    'check again': 'move.refresh',
  },
  'credit current': {
    'I have asked for it': 'do-you-mean credit.requested',
    'asked support, ticket 2411-77': 'do-you-mean credit.requested ticket=2411-77',
    'we opened a case, number 12345678': 'do-you-mean credit.requested ticket=12345678',
  },
  'reminder: due': {
    done: 'reminder.done',
    'handled, thanks': 'reminder.done',
    later: 'which-day reminder.snooze',
    'snooze until Monday': 'reminder.snooze days=2026-11-23',
    'in 2 weeks': 'reminder.snooze days=2026-12-05',
    'remind me on 15 December': 'reminder.snooze days=2026-12-15',
    "i'm on it": 'reminder.assign person=me',
    'open it': 'move.open',
    'not done': '-',
    '3': '-',
    '10/12': 'two-days reminder.snooze',
  },
  'reminder-digest': { done: 'fill-in-first reminders.done', mine: 'fill-in-first reminders.take' },
  'ask-stop': { yes: 'press-yourself move.close', 'yes, give it up': 'press-yourself move.close', no: 'move.open' },
  'moves-list: none': { sent: '-', done: '-', later: '-', 'what a day': '-' },
};

const OTHERS: Readonly<Record<string, Readonly<Record<string, Lines>>>> = {
  it: {
    'relationship current': {
      inviato: 'relationship.invited',
      'fatto!': 'relationship.invited',
      "l'ho già mandato": 'relationship.invited',
      "L'invito è partito": 'relationship.invited',
      'ho inviato la mail al cliente': 'relationship.invited',
      'ricontrolla per favore': 'move.refresh',
      'non ancora inviato': '-',
      'non l’ho inviato': '-',
    },
    'relationship waiting': {
      'il cliente ha accettato': 'move.refresh',
      'ha detto di no': 'do-you-mean relationship.refused',
    },
    'agreement current': {
      'ha firmato ieri': 'agreement.accepted acceptedOn=2026-11-20',
      'accettato il 14 novembre 2026': 'agreement.accepted acceptedOn=2026-11-14',
    },
    'equivalence current': {
      'venti licenze': 'fill equivalence.choose seats_original-1=20',
      avanti: 'fill-in-first equivalence.choose',
    },
    'originals current': {
      'importa dal tenant': 'originals.import',
      'non ce ne sono altri': 'do-you-mean originals.confirm',
    },
    'order-confirmation': { sì: 'press-yourself provision.order-confirmed', 'non ancora': 'move.open' },
    'credit current': { 'abbiamo aperto un ticket: 55501': 'do-you-mean credit.requested ticket=55501' },
    'reminder: due': {
      fatto: 'reminder.done',
      'ricordamelo domani': 'reminder.snooze days=2026-11-22',
      'più tardi': 'which-day reminder.snooze',
      'ci penso io': 'reminder.assign person=me',
      'tra una settimana': 'reminder.snooze days=2026-11-28',
      'apri lo spostamento': 'move.open',
    },
  },
  es: {
    'relationship current': {
      enviado: 'relationship.invited',
      'ya lo envié': 'relationship.invited',
      listo: 'relationship.invited',
      'ya hemos enviado la invitación': 'relationship.invited',
      'el correo ya fue enviado': 'relationship.invited',
      'no lo he enviado': '-',
      'no enviado': '-',
      'todavía no': '-',
      'comprueba otra vez': 'move.refresh',
    },
    'relationship waiting': {
      'el cliente aceptó': 'move.refresh',
      'dijeron que no': 'do-you-mean relationship.refused',
    },
    'agreement current': {
      'aceptado ayer': 'agreement.accepted acceptedOn=2026-11-20',
      'firmado el 14 de noviembre de 2026': 'agreement.accepted acceptedOn=2026-11-14',
    },
    'equivalence current': {
      '25 licencias': 'fill equivalence.choose seats_original-1=25',
      siguiente: 'fill-in-first equivalence.choose',
    },
    'originals current': {
      'eso es todo': 'do-you-mean originals.confirm',
      'importa las suscripciones': 'originals.import',
    },
    'order-confirmation': { sí: 'press-yourself provision.order-confirmed', 'todavía no': 'move.open' },
    'credit current': { 'ya lo hemos solicitado': 'do-you-mean credit.requested' },
    'reminder: due': {
      'hecho, gracias': 'reminder.done',
      'más tarde': 'which-day reminder.snooze',
      'recuérdamelo el lunes': 'reminder.snooze days=2026-11-23',
      'en 3 semanas': 'reminder.snooze days=2026-12-12',
      'me encargo yo': 'reminder.assign person=me',
    },
  },
  ru: {
    'relationship current': {
      отправил: 'relationship.invited',
      'уже отправила приглашение': 'relationship.invited',
      'Готово!': 'relationship.invited',
      'письмо ушло': 'relationship.invited',
      'мы пригласили клиента': 'relationship.invited',
      'ещё не отправил': '-',
      'не отправлено': '-',
      'проверь ещё раз': 'move.refresh',
    },
    'relationship waiting': {
      'клиент принял приглашение': 'move.refresh',
      'они отказались': 'do-you-mean relationship.refused',
    },
    'agreement current': {
      'подписали вчера': 'agreement.accepted acceptedOn=2026-11-20',
      'принято 14 ноября 2026': 'agreement.accepted acceptedOn=2026-11-14',
    },
    'equivalence current': {
      '30 лицензий': 'fill equivalence.choose seats_original-1=30',
      дальше: 'fill-in-first equivalence.choose',
    },
    'originals current': { 'больше ничего нет': 'do-you-mean originals.confirm', импортируй: 'originals.import' },
    'order-confirmation': { да: 'press-yourself provision.order-confirmed', 'не сейчас': 'move.open' },
    'credit current': { 'открыли заявку 123456': 'do-you-mean credit.requested ticket=123456' },
    'reminder: due': {
      сделано: 'reminder.done',
      'напомни завтра': 'reminder.snooze days=2026-11-22',
      'через 10 дней': 'reminder.snooze days=2026-12-01',
      позже: 'which-day reminder.snooze',
      'беру на себя': 'reminder.assign person=me',
      'не сделано': '-',
    },
  },
  'pt-BR': {
    'relationship current': {
      enviado: 'relationship.invited',
      'já enviei o convite': 'relationship.invited',
      pronto: 'relationship.invited',
      'mandei para o cliente': 'relationship.invited',
      'convite enviado hoje': 'relationship.invited',
      'não enviei ainda': '-',
      'verifica de novo': 'move.refresh',
    },
    'relationship waiting': {
      'o cliente aceitou': 'move.refresh',
      'disse que não': 'do-you-mean relationship.refused',
    },
    'agreement current': {
      'aceitou ontem': 'agreement.accepted acceptedOn=2026-11-20',
      'assinado em 14 de novembro de 2026': 'agreement.accepted acceptedOn=2026-11-14',
    },
    'equivalence current': {
      '40 licenças': 'fill equivalence.choose seats_original-1=40',
      continuar: 'fill-in-first equivalence.choose',
    },
    'originals current': { 'é só isso': 'do-you-mean originals.confirm', 'importar do tenant': 'originals.import' },
    'order-confirmation': { sim: 'press-yourself provision.order-confirmed', 'ainda não': 'move.open' },
    'credit current': { 'abri um chamado 998877': 'do-you-mean credit.requested ticket=998877' },
    'reminder: due': {
      feito: 'reminder.done',
      'me lembre em 5 dias': 'reminder.snooze days=2026-11-26',
      'mais tarde': 'which-day reminder.snooze',
      'deixa comigo': 'reminder.assign person=me',
    },
  },
};

/** What spends money, reaches other people or is gone for good. */
const IRREVOCABLE: ReadonlySet<string> = new Set([
  ...['move.close', 'originals.remove', 'provision.order-confirmed', 'provision.order-approved'],
  ...['provision.order-declined', 'provision.order-withdrawn', 'transfer.request', 'transfer.withdraw'],
  ...['message.retry', 'message.retry-all'],
]);

const pressedBy = (answer: CardAnswer | null): string | null =>
  answer?.kind === 'press' || answer?.kind === 'do-you-mean' ? answer.button.verb : null;

describe('what is written to a card', () => {
  const examples = new Map(everyExample().map((example) => [example.name, example]));

  for (const [language, cards] of Object.entries({ en: EN, ...OTHERS })) {
    for (const [name, lines] of Object.entries(cards)) {
      it(`when "${name}" is answered in ${language}, then each line means what it says`, () => {
        // Whoever writes one language may read another one.
        for (const shownIn of new Set([language, 'en'])) {
          const question = asked(name, shownIn);
          const wrong = Object.entries(lines).flatMap(([said, meant]) => {
            const got = told(read(said, question, language));
            const isTitle = meant !== '-' && shownIn !== language;
            return got === meant || (isTitle && got === '-') ? [] : [`${shownIn}: "${said}" → ${got}, not ${meant}`];
          });
          assert.deepEqual(wrong, []);
        }
      });
    }
  }

  it('when the title of any button of any card is written, then that button is meant, or it is said why not', () => {
    const wrong: string[] = [];
    for (const { name, draw } of examples.values()) {
      const question = questionOf(draw(reader()), AT);
      for (const button of question?.buttons ?? []) {
        const same = question?.buttons.filter(({ title }) => title === button.title) ?? [];
        if (question === null || same.length > 1) continue;
        const answer = readReply(button.title, question, { locale: 'en', today: TODAY }, LEXICON);
        if (answer?.button.verb !== button.verb) wrong.push(`${name}: ${button.title} → ${told(answer)}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('when what was written gives only a part of what a button sends, then the button is not pressed', () => {
    for (const { name, draw } of examples.values()) {
      const question = questionOf(draw(reader()), AT);
      for (const said of ['yes', 'done', 'next', 'ok', '5', 'today']) {
        const answer = question === null ? null : read(said, question, 'en');
        if (answer?.kind !== 'press' || !answer.button.sends || question === null) continue;
        const own = question.fields.filter(({ required }) => required).map(({ id }) => id);
        const others = own.filter((id) => !(id in answer.inputs) && !/^(?:days|person)$/.test(id));
        assert.deepEqual(others, [], `${name}: ${said}`);
      }
    }
  });

  it('when a button cannot be taken back, then no word presses it, whatever the card', () => {
    const pressed = new Set<string>();
    for (const { draw } of examples.values()) {
      const question = questionOf(draw(reader()), AT);
      for (const button of question?.buttons ?? []) {
        if (question === null || !IRREVOCABLE.has(button.verb)) continue;
        pressed.add(button.verb);
        for (const said of [button.title, 'yes', 'done', 'do it', 'go on', 'ok'])
          assert.notEqual(pressedBy(read(said, question, 'en')), button.verb, `${said}: ${button.title}`);
      }
    }
    assert.deepEqual(
      [...IRREVOCABLE].filter((verb) => !pressed.has(verb)),
      [],
      'each of them stands on a card',
    );
  });

  it('when a card asks too much to be kept, then it is answered by its buttons alone', () => {
    const actions = Array.from({ length: 400 }, (_, n) => ({
      type: 'Action.Execute',
      title: `Row ${n}`,
      verb: 'x',
      data: { n },
    }));
    assert.equal(questionOf({ card: { actions }, text: 'List' }, AT), null);
  });

  it('when a language is read, then it has words for every reply, and every reply has a button', () => {
    for (const { language, replies } of LEXICON.languages)
      assert.deepEqual(
        REPLIES.filter((topic) => !replies.some((one) => one.topic === topic)),
        [],
        language,
      );
    for (const topic of REPLIES) assert.ok(REPLY_VERBS[topic].length > 0, topic);
  });

  function asked(name: string, language: string): CardQuestion {
    const example = examples.get(name);
    assert.ok(example, `no card "${name}"`);
    const question = questionOf(example.draw(reader({ locale: language })), AT);
    assert.ok(question, name);
    return question;
  }

  function read(said: string, question: CardQuestion, locale: string): CardAnswer | null {
    const by = { locale: locale === 'en' ? 'en-US' : locale, today: TODAY };
    return readReply(said, question, by, LEXICON) ?? readLoosely(said, question, by, LEXICON);
  }
});

function told(answer: CardAnswer | null): string {
  if (answer === null) return '-';
  const { kind, button } = answer;
  const { verb } = button;
  switch (kind) {
    case 'do-you-mean':
    case 'press': {
      const inputs = Object.entries(answer.inputs).map(([id, value]) => `${id}=${value}`);
      return [...(kind === 'press' ? [] : [kind]), verb, ...inputs].join(' ');
    }
    case 'fill': {
      const typed = Object.entries(answer.inputs).filter(([id]) => id.startsWith('seats'));
      return ['fill', verb, ...typed.map(([id, value]) => `${id}=${value}`)].join(' ');
    }
    default:
      return `${kind} ${verb}`;
  }
}
