import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { Proactive } from './proactive.ts';
import { wordsOf } from './teams.ts';

describe('when what is kept of one move makes no sense', () => {
  let house: Proactive;
  beforeEach(async () => {
    house = await Proactive.open();
    await house.chat.as('Sam').say('help');
  });
  afterEach(() => house.chat.close());

  const damage = (moveId: string) =>
    sql`update move set doc = 'null'::jsonb where id = ${moveId}`.execute(house.chat.house.store.database.db);

  it('then the others of its digest are told, and its own end with the operators', async () => {
    const sound = [await house.move('Contoso'), await house.move('Fabrikam')];
    const broken = await house.move('Litware');
    await damage(broken.move.id);
    await house.pass(0);
    await house.deliverAll(3_600_000);
    const [digest] = house.teams.in('a:sam');
    assert.match(wordsOf(digest), /Contoso/);
    assert.match(wordsOf(digest), /Fabrikam/);
    assert.deepEqual(await house.states(sound.flatMap(({ refs }) => refs)), ['sent', 'sent']);
    assert.deepEqual(await house.states(broken.refs), ['sending'], 'it was not told');
    await house.pass(0);
    await house.deliverAll();
    assert.equal(house.teams.in('a:sam').length, 1);
    assert.equal((await house.services.outbox.figures()).dead, 1);
  });

  it('then a message about it alone is tried like any other that fails', async () => {
    const { refs, move } = await house.move('Litware');
    await damage(move.id);
    await house.pass(0);
    await house.deliverAll(3_600_000);
    assert.deepEqual([house.teams.places(), await house.states(refs)], [[], ['sending']]);
  });
});
