import assert from 'node:assert/strict';
import type { TokenResponse } from 'botbuilder';
import type { UserTokenClient } from 'botframework-connector';
import { TokenService } from '../../bot/token-service.ts';

describe("the Bot Framework's token service", () => {
  // The cast: of the activity nothing else is read.
  const speaking = { activity: { from: { id: '29:ana' }, channelId: 'msteams' } } as never;

  /** A service whose client cannot be made so many times. */
  function failing(times: number) {
    const made = { count: 0 };
    const getUserToken = async (): Promise<TokenResponse> => ({ token: 'a token' }) as TokenResponse;
    const authentication = {
      async createUserTokenClient() {
        made.count += 1;
        if (made.count <= times) throw new Error('Bearer secret: no network yet');
        // The cast: nothing else of the client is asked.
        return { getUserToken } as unknown as UserTokenClient;
      },
    };
    return { made, service: new TokenService({ connection: 'people', url: 'http://x', bot: {}, authentication }) };
  }

  it('when it could not be reached at first, then the next question tries anew, and the client is made once', async () => {
    const { made, service } = failing(1);
    await assert.rejects(service.held(speaking), (error: Error & { code?: string; hint?: string }) => {
      assert.equal(error.code, 'sign-in-service.failed');
      assert.doesNotMatch(`${error.message} ${error.hint} ${error.cause}`, /secret/);
      return true;
    });
    assert.equal(await service.held(speaking), 'a token');
    assert.equal(await service.held(speaking), 'a token');
    assert.equal(made.count, 2);
  });

  it('when two ask at once, then the client is made once', async () => {
    const { made, service } = failing(0);
    assert.deepEqual(await Promise.all([service.held(speaking), service.held(speaking)]), ['a token', 'a token']);
    assert.equal(made.count, 1);
  });
});
