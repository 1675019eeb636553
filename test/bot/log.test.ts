import assert from 'node:assert/strict';
import { createLog } from '../../bot/log.ts';
import { AppError } from '../../services/errors.ts';

describe('the log', () => {
  it('when an error carries data of others, then kind, code and words are written and the data is not', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => lines.push(line) });
    const cause = Object.assign(new Error('invalid byte sequence'), {
      code: '22021',
      params: ['Sam Seller', 'secret-token'],
    });
    const request = { headers: { authorization: 'Bearer secret-token' } };
    log.error({ err: Object.assign(new AppError('store.unreachable', { cause }), { request }) }, 'A turn failed');
    const line = lines.join('');
    assert.match(line, /store\.unreachable/);
    assert.match(line, /22021/);
    assert.doesNotMatch(line, /Sam Seller|secret-token/);
  });
});
