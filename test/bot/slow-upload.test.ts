import assert from 'node:assert/strict';
import type { HandedOver } from '../../bot/file-exchange.ts';
import { InTime } from '../../bot/in-time.ts';
import { Patience, until } from './patience.ts';
import { Storage } from './storage.ts';
import { Wire, wordsIn } from './wire.ts';

const INFO = 'application/vnd.microsoft.teams.card.file.info';

describe('a file that takes long to be put into OneDrive', () => {
  const patience = new Patience();
  const storage = new Storage();
  let wire: Wire;
  let handingOver: InTime<HandedOver>;
  let release: () => void = () => {};
  before(async () => {
    await storage.start();
    handingOver = new InTime<HandedOver>({ wait: patience.wait });
    wire = await Wire.open({ handingOver });
    await wire.chat.as('Sam').say('move contoso.com');
  });
  after(async () => {
    await wire.close();
    await storage.stop();
  });
  beforeEach(() => {
    wire.sent.splice(0);
    wire.logged.splice(0);
    storage.uploads.length = 0;
    storage.files.clear();
  });

  /** The storage takes the file, and answers only when it is released. */
  const hold = (path: string, status = 201) => {
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    storage.files.set(path, { status, held });
  };
  const accept = (path: string, offer = 'offer-1') =>
    wire.invoke(
      'fileConsent/invoke',
      {
        type: 'fileUpload',
        action: 'accept',
        context: { file: 'export', moveId: null },
        uploadInfo: { uploadUrl: `${storage.url}${path}`, contentUrl: `${storage.url}/content`, name: 'a.csv' },
      },
      { cardId: offer },
    );
  const taken = () => until('the storage has the file', () => storage.uploads.length > 0 && patience.isTried);
  const told = () => wire.sent.filter(({ method }) => method === 'POST');
  const ended = () => until('it is told how it ended', () => handingOver.working.length === 0 && told().length > 0);

  it('when it takes longer than a few seconds, then Teams has its answer at once, and the file is shown when it is there', async () => {
    hold('/slow');
    const answer = accept('/slow');
    await taken();
    patience.runOut();
    assert.equal((await answer).httpStatus, 200);
    assert.deepEqual(wire.sent, [], 'nothing is said before it is known');
    release();
    await ended();
    assert.deepEqual(
      wire.sent.map(({ method }) => method),
      ['DELETE', 'POST'],
      'the offer gives way to the file',
    );
    assert.ok(wordsIn(told()[0]).includes(INFO));
    assert.equal(storage.uploads.length, 1);
  });

  it('when it is wanted a second time meanwhile, then it is put there once and told once', async () => {
    hold('/slow');
    const first = accept('/slow');
    await taken();
    const second = accept('/again');
    await until('both wait', () => patience.waiting > 1);
    patience.runOut();
    await Promise.all([first, second]);
    release();
    await ended();
    assert.deepEqual([storage.uploads.length, told().length], [1, 1]);
  });

  it('when two want it and it is there in time, then it is told once', async () => {
    hold('/slow');
    const both = [accept('/slow')];
    await taken();
    both.push(accept('/again'));
    await until('both wait', () => patience.waiting > 1);
    release();
    await Promise.all(both);
    patience.runOut();
    assert.deepEqual([storage.uploads.length, told().length], [1, 1]);
  });

  it('when it fails in the end, then that is told with what to do, the offer stays, and the next try begins anew', async () => {
    hold('/slow', 507);
    const answer = accept('/slow');
    await taken();
    patience.runOut();
    assert.equal((await answer).httpStatus, 200);
    release();
    await ended();
    assert.match(wordsIn(told()[0]), /could not be put into your OneDrive\. Please ask for it again/);
    assert.deepEqual(
      wire.sent.map(({ method }) => method),
      ['POST'],
    );
    await accept('/fine');
    patience.runOut();
    assert.ok(told().some((message) => wordsIn(message).includes(INFO)));
  });

  it('when it breaks in a way nobody foresaw, then that is told with a number for whoever looks into the log', async () => {
    const { figures } = wire.chat.house.services;
    const { nextDueOf } = figures;
    let fail: () => void = () => {};
    const broken = new Promise<never>((_, reject) => {
      fail = () => reject(new Error('broken'));
    });
    // It may break before anybody waits for it.
    broken.catch(() => undefined);
    figures.nextDueOf = () => broken;
    try {
      const answer = accept('/slow');
      await until('it waits', () => handingOver.working.length > 0 && patience.isTried);
      patience.runOut();
      assert.equal((await answer).httpStatus, 200);
      fail();
      await ended();
      const [incident] = wire.logged.flatMap(({ incident }) => (typeof incident === 'string' ? [incident] : []));
      assert.ok(incident !== undefined && wordsIn(told()[0]).includes(incident));
    } finally {
      figures.nextDueOf = nextDueOf;
    }
  });
});
