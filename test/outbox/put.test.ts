import assert from 'node:assert/strict';
import { anOutbox, claimed, HandClock, news, put, reminderLines, sentNow } from './builders.ts';
import { onBothDatabases } from './databases.ts';

onBothDatabases('what is put into the outbox', (database) => {
  let clock: HandClock;
  const outbox = () => anOutbox(database(), clock);
  beforeEach(() => {
    clock = new HandClock();
  });
  const states = async () =>
    (await database().db.selectFrom('message').select(['kind', 'state']).orderBy('seq').execute()).map(
      (row) => row.kind,
    );

  it('when the transaction is rolled back, then nothing is sent', async () => {
    const failing = database()
      .db.transaction()
      .execute(async (trx) => {
        await outbox().put(trx, [news('a:1')]);
        throw new Error('rolled back');
      });
    await assert.rejects(failing);
    assert.deepEqual(await outbox().claim({ by: 'one', lease: 1000 }), { kind: 'nothing' });
  });

  it('when messages of all kinds wait, then alarms go first, then news and reminders in their order, then cards, then the overview', async () => {
    const [line] = await reminderLines(database().db, 1);
    assert.ok(line);
    await put(database(), outbox(), news('a:1'));
    const shown = await claimed(outbox());
    await outbox().sent(shown, { activityId: 'activity', at: clock.now() });
    const to = (kind: 'weekly' | 'alert' | 'channel-lost' | 'news') => ({
      kind,
      conversationId: `a:${kind}`,
      data: {},
    });
    await put(
      database(),
      outbox(),
      to('weekly'),
      { kind: 'redraw', conversationId: 'a:redraw', data: {}, redraws: shown.id },
      to('news'),
      { kind: 'reminders', conversationId: 'a:reminders', data: {}, lines: [line] },
      to('alert'),
      to('channel-lost'),
    );
    const kinds = (await sentNow(outbox(), clock)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['alert', 'channel-lost', 'news', 'reminders', 'redraw', 'weekly']);
  });

  it('when reminders for a conversation wait, then later ones become lines of the same message', async () => {
    const lines = await reminderLines(database().db, 4);
    const reminders = (conversationId: string, from: number, to: number) => ({
      kind: 'reminders' as const,
      conversationId,
      data: { first: from },
      lines: lines.slice(from, to),
    });
    await put(database(), outbox(), reminders('a:1', 0, 1), reminders('a:1', 1, 2), reminders('a:2', 0, 1));
    await put(database(), outbox(), { ...reminders('a:1', 1, 4) });
    const [first, second, ...none] = await sentNow(outbox(), clock);
    assert.deepEqual([first?.conversationId, second?.conversationId, none], ['a:1', 'a:2', []]);
    assert.deepEqual(first?.lines, lines);
    assert.deepEqual(first?.data, { first: 0 });
    assert.deepEqual(second?.lines, lines.slice(0, 1));
  });

  it('when a line is put again as missed, then it is told as missed', async () => {
    const [line] = await reminderLines(database().db, 1);
    assert.ok(line);
    const reminders = (missed: boolean) => ({
      kind: 'reminders' as const,
      conversationId: 'a:1',
      data: {},
      lines: [{ ...line, missed }],
    });
    await put(database(), outbox(), reminders(false));
    await put(database(), outbox(), reminders(true));
    await put(database(), outbox(), reminders(false));
    assert.deepEqual((await claimed(outbox())).lines, [{ ...line, missed: true }]);
  });

  it('when reminders were tried already, then later ones are a message of their own', async () => {
    const lines = await reminderLines(database().db, 2);
    const reminders = (n: number) => ({
      kind: 'reminders' as const,
      conversationId: 'a:1',
      data: {},
      lines: lines.slice(n, n + 1),
    });
    await put(database(), outbox(), reminders(0));
    const first = await claimed(outbox());
    await put(database(), outbox(), reminders(1));
    await outbox().retryLater(first, { inMs: 1000, failure: 'delivery.unavailable', pauseConversation: false });
    clock.advance(1000);
    const told = await sentNow(outbox(), clock);
    assert.deepEqual(
      told.map(({ lines: [line] }) => line?.key),
      ['key-0', 'key-1'],
    );
  });

  it('when a card waits to be drawn anew, then one more does nothing; when it is being drawn, then it is drawn again', async () => {
    await put(database(), outbox(), news('a:1'));
    const shown = await claimed(outbox());
    await outbox().sent(shown, { activityId: 'activity', at: clock.now() });
    const redraw = { kind: 'redraw' as const, conversationId: 'a:1', data: {}, redraws: shown.id };
    await put(database(), outbox(), redraw, redraw);
    await put(database(), outbox(), redraw);
    const drawing = await claimed(outbox());
    assert.equal(drawing.redraws, shown.id);
    await put(database(), outbox(), redraw);
    assert.deepEqual(await states(), ['news', 'redraw', 'redraw']);
  });

  it('when a card is to be drawn anew whose message was forgotten, then nothing is written', async () => {
    await put(database(), outbox(), { kind: 'redraw', conversationId: 'a:1', data: {}, redraws: 'forgotten' });
    assert.deepEqual(await states(), []);
  });

  it('when many are put at once, then they are sent in their order', async () => {
    await put(database(), outbox(), ...Array.from({ length: 450 }, (_, n) => news(`a:${n % 7}`, n)));
    const order = (await sentNow(outbox(), clock)).map(({ data }) => (data as { n: number }).n);
    assert.deepEqual(
      order,
      Array.from({ length: 450 }, (_, n) => n),
    );
  });
});
