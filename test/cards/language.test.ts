import assert from 'node:assert/strict';
import { formatCountry, formatDate, formatMoney } from '../../cards/formats.ts';
import { hasSentence, languageOf, plainSentence, sentence, speakAlso, whenMissing } from '../../cards/language.ts';

describe('language', () => {
  let missing: string[] = [];
  beforeEach(() => {
    missing = [];
    whenMissing((what) => missing.push(what));
  });
  afterEach(() => whenMissing(() => {}));

  it('when a sentence has a date, then the reader gets it in words, the day unchanged by any time zone', () => {
    const params = { who: 'Anna', when: '2026-11-20T23:59:59.000Z' };
    assert.equal(plainSentence('en-GB', 'status.who-when', params), '20 November 2026 by Anna');
    assert.equal(plainSentence('en-US', 'status.who-when', params), 'November 20, 2026 by Anna');
  });

  it('when a count is one, many or none, then the sentence agrees with it', () => {
    assert.equal(plainSentence('en', 'line.seats', { count: 1 }), '1 seat');
    assert.equal(plainSentence('en', 'line.seats', { count: 12000 }), '12,000 seats');
    assert.equal(plainSentence('en', 'reminders.what', { count: 0 }), 'Nothing is due. This is what comes next.');
  });

  it('when a value is not known, then the sentence says so in words', () => {
    assert.match(plainSentence('en', 'line.path-about', { count: 2, source: 'x', end: null }), /ends: not known$/);
  });

  it('when a value is a list, then it is told as one', () => {
    const params = { original: 'A', target: 'B', services: 'Teams\nExchange\nForms', count: 3 };
    assert.match(plainSentence('en-GB', 'verdict.equivalence.loses-high', params), /Teams, Exchange and Forms\.$/);
  });

  it('when a sentence names services of a long list, then it names the first and says how many more there are', () => {
    const ended = (n: number) => {
      const services = Array.from({ length: n }, (_, i) => `S${i + 1}`).join('\n');
      return plainSentence('en-GB', 'verdict.equivalence.loses-high', {
        original: 'A',
        target: 'B',
        services,
        count: n,
      });
    };
    assert.match(ended(6), /S4, S5 and S6\.$/);
    assert.match(ended(15), /S4, S5 and 10 more\.$/);
  });

  it('when customer data is markup, then a card sentence escapes it and a plain one does not', () => {
    const params = { customer: '[x](http://evil) $t(button.why)' };
    assert.equal(plainSentence('en', 'button.open-of', params), 'Open the move of [x](http://evil) $t(button.why)');
    assert.equal(sentence('en', 'button.open-of', params), 'Open the move of \\[x\\](http://evil) $t(button.why)');
  });

  it('when a key is not in the catalogue, then the reader gets a neutral sentence and it is reported', () => {
    assert.equal(plainSentence('en', 'verdict.no-such-thing'), 'More about this is not available here.');
    assert.deepEqual(missing, ['verdict.no-such-thing']);
  });

  it('when a language lacks a sentence or a plural form, then English is told and it is reported', () => {
    speakAlso('cs', { 'word.yes': 'Ano', 'line.seats_one': '{{count, number}} místo' });
    assert.equal(plainSentence('cs', 'word.yes'), 'Ano');
    assert.equal(plainSentence('cs', 'line.seats', { count: 1 }), '1 místo');
    assert.deepEqual(missing, []);
    assert.equal(plainSentence('cs-CZ', 'word.no'), 'No');
    assert.equal(plainSentence('cs', 'line.seats', { count: 3 }), '3 seats');
    assert.deepEqual(missing, ['cs: word.no', 'cs: line.seats']);
  });

  it('when a language has no preposition of its own for a country, then the general one of that language is told', () => {
    speakAlso('sk', {
      'in-country': 'v krajine {{country}}',
      'verdict.region.same-market': 'Trh {{tenantCountry, in}}',
    });
    const params = { tenantCountry: 'US', partnerCountry: 'US' };
    assert.match(plainSentence('sk', 'verdict.region.same-market', params), /^Trh v krajine /);
  });

  it('when a sentence lacks a value, then it is reported', () => {
    plainSentence('en', 'status.who-when', { who: 'Anna' });
    assert.equal(missing.length, 1);
    assert.match(missing[0] ?? '', /when/);
  });

  for (const locale of ['xx', '', 'not a locale', 'zh-Hans-CN', 'EN_us']) {
    it(`when the client sends the locale ${JSON.stringify(locale)}, then English is read`, () => {
      assert.equal(languageOf(locale), 'en');
      assert.match(plainSentence(locale, 'status.who-when', { who: 'Anna', when: '2026-11-20' }), /2026/);
    });
  }

  it("when the catalogue does not speak the reader's language yet, then dates are not told in another one than the words", () => {
    assert.equal(
      plainSentence('zh-CN', 'status.who-when', { who: 'Anna', when: '2026-11-20' }),
      'November 20, 2026 by Anna',
    );
  });

  it('when a country or currency code is known to nobody, then it is shown as it came', () => {
    assert.equal(formatCountry('en', 'IT'), 'Italy');
    assert.equal(formatCountry('en', 'Atlantis'), 'Atlantis');
    assert.equal(formatMoney('en', 12.5, 'EUR'), '€12.50');
    assert.equal(formatMoney('en', 12.5, null), '12.5');
    assert.equal(formatDate('en', '2026-02-30'), '2026-02-30');
  });

  it('when asked whether a sentence exists, then plural ones count', () => {
    assert.ok(hasSentence('line.seats'));
    assert.ok(!hasSentence('line.nothing'));
  });
});
