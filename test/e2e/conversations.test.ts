import assert from 'node:assert/strict';
import { plainSentence } from '../../cards/language.ts';
import { buttonOf, versionOf } from './card-data.ts';
import type { ChatWindow } from './driver.ts';
import { onStage } from './on-stage.ts';
import { press } from './press.ts';
import type { Stage } from './stage.ts';

/** How somebody who speaks it asks for it, and moves a customer of the sandbox who does not answer an invitation. */
const LANGUAGES = [
  {
    locale: 'it',
    asked: 'parla italiano, per favore',
    sent: 'invito inviato',
    later: 'più tardi',
    until: 'tra 2 giorni',
  },
  { locale: 'es', asked: 'idioma español', sent: 'ya lo he enviado', later: 'más tarde', until: 'en 2 días' },
  { locale: 'ru', asked: 'язык русский', sent: 'отправила', later: 'позже', until: 'через 2 дня' },
  { locale: 'pt-BR', asked: 'idioma português', sent: 'já enviei', later: 'mais tarde', until: 'em 2 dias' },
  { locale: 'en', asked: 'language English', sent: "I've sent it", later: 'later', until: 'in 2 days' },
] as const;
const CUSTOMER = 'Coho Winery';
const DOMAIN = 'cohowinery.com';

/** English words that no name in these cards has. */
const ENGLISH = /\b(the|and|your|this|with|from|when|what|until|days|customer|reminder)\b/iu;

describe('a conversation from the first word to a reminder', () => {
  let stage: Stage;
  let chat: ChatWindow;
  const opened = onStage();
  before(() => {
    stage = opened();
    chat = stage.chat;
  });

  for (const { locale, asked, sent, later, until } of LANGUAGES) {
    const says = (key: string, params = {}) => plainSentence(locale, key, params);
    /** As the help card says it, about our customer. */
    const command = (id: string) => says(`command.${id}.say`).replace(/contoso(?:\.com)?/iu, DOMAIN);
    const seen = async (name: string) => {
      await stage.picture(`l-${locale}-${name}`);
      if (locale !== 'en') assert.doesNotMatch(await chat.lastCardText(), ENGLISH);
    };

    it(`when somebody speaks ${locale} then every answer is in it, up to the reminder`, async () => {
      await chat.say(asked);
      await stage.shows(says('language.switched'));
      await seen('01-language');
      await chat.say(command('help'));
      await stage.shows(says('help.title'), says('command.move.say'));
      await seen('02-help');

      await chat.say(command('move'));
      await stage.shows(CUSTOMER, says('step.region.title'));
      await seen('03-region');
      await chat.fill({ [says('input.country')]: new Intl.DisplayNames(locale, { type: 'region' }).of('IT') ?? 'IT' });
      await chat.click(says('button.save-country'));
      await stage.shows(says('step.relationship.title'), says('copy.link'));
      await seen('04-invitation');
      await chat.say(sent);
      await stage.shows(says('status.waiting'));
      await seen('05-invited');
      await chat.say(command('status'));
      await stage.shows(CUSTOMER);
      await seen('06-status');

      await chat.say(says('command.fast-forward.say').replace('30', '3'));
      await stage.arrives(says('reminder.invitation-unanswered.title', { customer: CUSTOMER }));
      await seen('07-reminder');
      if (locale === 'ru') await stage.forReadme('reminder-ru');
      await chat.say(later);
      await stage.reads(says('say.which-day'));
      await chat.say(until);
      await stage.shows(says('button.undo'), CUSTOMER);
      await seen('08-put-off');
      await chat.say(says('command.fast-forward.say').replace('30', '2'));
      await stage.arrives(says('reminder.invitation-unanswered.title', { customer: CUSTOMER }));
      await chat.click(says('button.done'));
      await seen('09-done');
      await chat.say(command('moves'));
      await stage.shows(says('moves.title'), CUSTOMER);
      await seen('10-moves');

      // The next language begins with the same customer.
      await chat.say(command('move'));
      const { data } = buttonOf(chat.lastCard(), says('button.invitation-refused'));
      const { moveId } = data;
      await chat.mock(press('move.close', { moveId, version: versionOf(chat.lastCard()), outcome: 'stopped' }));
    });
  }

  it('when the cards are drawn for a phone then nothing is cut off', () => assert.deepEqual([...stage.faults], []));
});
