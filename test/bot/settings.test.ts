import assert from 'node:assert/strict';
import { replan } from '../../services/reminders/replan.ts';
import { figures } from '../../services/rules/figures.ts';
import { waitingJobs } from '../store/backends.ts';
import type { Answer, Talker } from './chat.ts';
import { Proactive, SAM } from './proactive.ts';

describe('the settings of the team', () => {
  let house: Proactive;
  let ava: Talker;
  before(async () => {
    house = await Proactive.open();
    ava = house.chat.as('Ava');
    await ava.say('help');
  });
  after(() => house.chat.close());

  const settings = () => house.services.team.settings();
  /** The inputs of a card with what stands in them: what a client sends when nothing is touched. */
  const form = (answer: Answer): Record<string, string> => Object.fromEntries(inputsIn(answer.card));
  const save = async (change: Readonly<Record<string, unknown>>) => {
    const shown = await ava.say('settings');
    return ava.press('Save', { ...form(shown), ...change });
  };

  it('when they are asked for, then the card shows how they are, the channel, and what nobody has chosen', async () => {
    const { text, card } = await ava.say('settings');
    assert.match(text, /How the team is reminded.*No channel is chosen/s);
    const { timeZone, workingDays, opens, closes, places, weeklyOn } = form({ ...ava.last, card });
    assert.deepEqual(
      { timeZone, workingDays, opens, closes, places, weeklyOn },
      {
        ...{ timeZone: 'UTC', workingDays: '1,2,3,4,5,6,7', opens: '08:00', closes: '24:00' },
        ...{ places: 'both', weeklyOn: 'never' },
      },
    );
  });

  it('when a move is changed, then the settings are read once for its plan, not once for each part of it', async () => {
    const { settings: kept } = house.chat.house.store;
    const { moves } = house.services;
    const { move } = await house.move('Alpine');
    const get: typeof kept.get = kept.get.bind(kept);
    let reads = 0;
    kept.get = (key, schema) => {
      reads += 1;
      return get(key, schema);
    };
    try {
      const outcome = await moves.run(move.id, move.version, { kind: 'set-country', country: 'IT' }, SAM);
      assert.equal(outcome.kind, 'done');
    } finally {
      kept.get = get;
    }
    assert.equal(reads, 1);
  });

  it('when a button sends no form, then it says that nothing was changed, and nothing is', async () => {
    const { team } = house.services;
    const before = await team.changed();
    for (const verb of ['settings.save', 'settings.save-stages'])
      for (const data of [{}, { unknown: 'x' }]) {
        const { text } = await ava.execute(verb, data);
        assert.match(text, /Nothing was changed\./);
        assert.doesNotMatch(text, /Saved/);
      }
    assert.deepEqual(await team.changed(), before);
  });

  it('when nothing is touched, then nothing is changed but who saved it last', async () => {
    const before = await settings();
    assert.match((await save({})).text, /Saved.*Last change: Ava/s);
    assert.deepEqual(await settings(), before);
  });

  for (const [field, typed, kept] of [
    ['timeZone', 'Europe/Rome', 'Europe/Rome'],
    ['workingDays', '1,3,5', [1, 3, 5]],
    ['opens', '09:30', '09:30'],
    ['closes', '17:00', '17:00'],
    ['places', 'channel', 'channel'],
    ['weeklyOn', '5', 5],
    ['weeklyOn', 2, 2],
    ['weeklyOn', 'never', null],
  ] as const) {
    it(`when ${field} is set to ${typed}, then that is kept, and nothing else is touched`, async () => {
      const before = await settings();
      assert.match((await save({ [field]: typed })).text, /Saved/);
      assert.deepEqual(await settings(), { ...before, [field]: kept });
      await house.settings(before);
    });
  }

  it('when another time zone is typed in any letters, then it goes before the chosen one', async () => {
    const before = await settings();
    const answer = await save({ timeZone: 'Europe/Rome', otherTimeZone: ' europe/ljubljana ' });
    assert.match(answer.text, /Saved/);
    assert.deepEqual(await settings(), { ...before, timeZone: 'Europe/Ljubljana' });
    assert.deepEqual([form(answer).timeZone, form(answer).otherTimeZone ?? ''], ['Europe/Ljubljana', '']);
    await house.settings(before);
  });

  it('when a city is typed in a language of the reader, then its time zone holds', async () => {
    const before = await settings();
    assert.match((await save({ otherTimeZone: 'алматы' })).text, /Saved/);
    assert.deepEqual(await settings(), { ...before, timeZone: 'Asia/Almaty' });
    await house.settings(before);
  });

  for (const [what, change, said, shown] of [
    [
      'a time zone that nobody knows',
      { otherTimeZone: 'Mars/Olympus' },
      /"Mars\/Olympus" is no time zone/,
      'Mars/Olympus',
    ],
    ['an offset, which does not follow the summer', { otherTimeZone: '+02:00' }, /is no time zone/, '+02:00'],
    ['no working day', { workingDays: '' }, /choose at least one working day/, null],
    ['an end before the beginning', { opens: '17:00', closes: '09:00' }, /has to end after it begins/, '17:00'],
    ['an hour that is none', { opens: '8 o’clock' }, /\S/, null],
    ['a weekday that is none', { weeklyOn: '8' }, /\S/, null],
    ['a place that is none', { places: 'everywhere' }, /\S/, null],
    ['an eighth day', { workingDays: '1,8' }, /choose at least one working day/, null],
  ] as const) {
    it(`when ${what} is sent, then that is said beside the input, what was typed stays, and nothing is kept`, async () => {
      const before = await settings();
      const changed = await house.services.team.changed();
      const answer = await save({ timeZone: 'Asia/Tokyo', ...change });
      assert.match(answer.text, said);
      assert.doesNotMatch(answer.text, /Saved/);
      assert.equal(form(answer).timeZone, 'Asia/Tokyo', 'what fitted stays as well');
      if (shown !== null) assert.ok(Object.values(form(answer)).includes(shown));
      assert.deepEqual([await settings(), await house.services.team.changed()], [before, changed]);
    });
  }

  it('when no day is ticked, and the client leaves the input out, then that is a problem as well', async () => {
    const { workingDays: _, ...others } = form(await ava.say('settings'));
    const answer = await ava.execute('settings.save', others);
    assert.match(answer.text, /choose at least one working day/);
  });

  it('when what is sent was not written by our form, then nothing is changed', async () => {
    const before = await settings();
    for (const wrong of [7, 'x', [], { opens: {} }, { stages: { 'credit-open': [1] } }, { closes: '1'.repeat(10_000) }])
      assert.equal((await ava.execute('settings.save', wrong)).invoke?.statusCode, 200);
    assert.deepEqual(await settings(), before);
  });

  describe('when reminders come', () => {
    const stages = async () => (await settings()).stages;
    const saveStages = async (change: Readonly<Record<string, string>>) => {
      await ava.say('settings');
      const shown = await ava.press('When reminders come');
      return ava.press('Save', { ...form(shown), ...change });
    };
    afterEach(() => house.settings({ stages: {} }));

    it('then the usual days stand there, and saving them as they are keeps nothing', async () => {
      const answer = await saveStages({});
      assert.match(answer.text, /Saved. Reminders that are planned already were planned anew/);
      assert.deepEqual(await stages(), {});
      assert.equal(form(answer)['stage_credit-open'], '+1, +7, +14, +30');
    });

    it('then other days are kept in order, and the plan of every open move is made anew', async () => {
      const before = (await waitingJobs(house.chat.house.store.database)).filter(
        ({ name }) => name === 'replan',
      ).length;
      await saveStages({ 'stage_credit-open': '9; 5 5' });
      assert.deepEqual(await stages(), { 'credit-open': [5, 9] });
      const jobs = (await waitingJobs(house.chat.house.store.database)).filter(({ name }) => name === 'replan');
      assert.deepEqual(
        jobs.slice(before).map(({ data }) => data),
        [{ after: null }],
      );
    });

    it('then the last day that is of any use is added, and that is said', async () => {
      const answer = await saveStages({ 'stage_original-end': '40, 20' });
      assert.match(answer.text, /Added, because it is the last day of any use: An old subscription ends/);
      assert.deepEqual(await stages(), { 'original-end': [-40, -20, -1] });
    });

    it('then an empty line takes the usual days back', async () => {
      await saveStages({ 'stage_credit-open': '9' });
      const answer = await saveStages({ 'stage_credit-open': ' ' });
      assert.match(answer.text, /Saved/);
      assert.deepEqual(await stages(), {});
    });

    for (const [typed, said] of [
      ['soon', /"soon" is no number of days/],
      ['0', /0 is not possible here: from 1 to 365 days/],
      [Array.from({ length: 20 }, (_, n) => n + 1).join(), /more than 15 days/],
      [',', /write at least one day/],
    ] as const) {
      it(`then "${typed.slice(0, 8)}" is refused beside its line, the other lines stay as typed, and nothing is kept`, async () => {
        const answer = await saveStages({ 'stage_credit-open': typed, 'stage_credit-asked': '11' });
        assert.match(answer.text, said);
        assert.doesNotMatch(answer.text, /Saved/);
        assert.deepEqual([form(answer)['stage_credit-open'], form(answer)['stage_credit-asked']], [typed, '11']);
        assert.deepEqual(await stages(), {});
      });
    }

    it('then the reminders that are planned already move to the new days', async () => {
      const sam = house.chat.as('Sam');
      await sam.say('move contoso.com');
      await sam.press('Save the country', { country: 'IT' });
      await sam.press('I have sent the invitation');
      const { reminders, moveStore } = house.services;
      const [move] = (await moveStore.list({ state: 'open', limit: 1 })).items;
      assert.ok(move);
      const planned = async () => {
        const all = await reminders.upcoming({ moveId: move.id, limit: 50 });
        return all.flatMap(({ anchor, stage }) => (anchor === 'invitation-sent' ? [stage] : []));
      };
      assert.deepEqual(await planned(), [...figures().stages('invitation-sent')]);
      await saveStages({ 'stage_invitation-sent': '2, 4' });
      await replan(house.services, null);
      assert.deepEqual(await planned(), [2, 4]);
      await saveStages({ 'stage_invitation-sent': '' });
      await replan(house.services, null);
      assert.deepEqual(await planned(), [...figures().stages('invitation-sent')]);
    });
  });
});

function inputsIn(node: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(node)) return node.flatMap(inputsIn);
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && typeof node.type === 'string' && node.type.startsWith('Input.')) {
    // The cast: how our cards write an input.
    const { id, value } = node as unknown as { id: string; value?: string };
    return value === undefined ? [] : [[id, value]];
  }
  return Object.values(node).flatMap(inputsIn);
}
