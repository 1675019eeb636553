import assert from 'node:assert/strict';
import { plainSentence } from '../../cards/language.ts';
import { buttonOf, versionOf } from './card-data.ts';
import type { ChatWindow } from './driver.ts';
import { onStage } from './on-stage.ts';
import { press } from './press.ts';
import type { Stage } from './stage.ts';

/** How somebody who speaks it asks for it, and moves a customer of the sandbox who does not answer an invitation. */
const LANGUAGES = [
  { locale: 'it', asked: 'parla italiano, per favore' },
  { locale: 'es', asked: 'idioma español' },
  { locale: 'ru', asked: 'язык русский' },
  { locale: 'pt-BR', asked: 'idioma português' },
  { locale: 'en', asked: 'language English' },
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

  for (const { locale, asked } of LANGUAGES) {
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
      await chat.click(says('button.invited'));
      await stage.shows(says('status.waiting'));
      await seen('05-invited');
      await chat.say(command('status'));
      await stage.shows(CUSTOMER);
      await seen('06-status');

      await chat.say(says('command.fast-forward.say').replace('30', '3'));
      await stage.arrives(says('reminder.invitation-unanswered.title', { customer: CUSTOMER }));
      await seen('07-reminder');
      if (locale === 'ru') await stage.forReadme('reminder-ru');
      await chat.click(says('button.done'));
      await seen('08-done');
      await chat.say(command('moves'));
      await stage.shows(says('moves.title'), CUSTOMER);
      await seen('09-moves');

      // The next language begins with the same customer.
      await chat.say(command('move'));
      const { data } = buttonOf(chat.lastCard(), says('button.invitation-refused'));
      const { moveId } = data;
      await chat.mock(press('move.close', { moveId, version: versionOf(chat.lastCard()), outcome: 'stopped' }));
    });
  }

  it('when the cards are drawn for a phone then nothing is cut off', () => assert.deepEqual([...stage.faults], []));
});
