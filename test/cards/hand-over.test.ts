import assert from 'node:assert/strict';
import { handOver } from '../../dialogs/hand-over.ts';
import type { Turn } from '../../dialogs/turn.ts';
import { reader } from './every-card.ts';

const turn = (botId: string): Turn => ({
  person: { id: 'ava', name: 'Ava' },
  reader: reader(),
  conversationId: '19:moves',
  scope: 'team',
  botId,
  placeName: '',
  cardId: null,
});

describe('the way from a channel into the personal chat', () => {
  const linkOf = (botId: string) => {
    const answered = handOver(turn(botId), 'move', 'move Grüße & Söhne');
    assert.equal(answered.kind, 'card');
    const found = /"url":"([^"]+)"/.exec(JSON.stringify(answered.kind === 'card' ? answered.drawn.card : {}));
    return found?.[1] ?? null;
  };

  it('when the bot is known, then the button opens its chat with the message written', () => {
    const link = new URL(linkOf('28:3f0b1c7e-0000-4000-8000-000000000001') ?? 'about:blank');
    assert.equal(link.origin + link.pathname, 'https://teams.microsoft.com/l/chat/0/0');
    assert.equal(link.searchParams.get('users'), '28:3f0b1c7e-0000-4000-8000-000000000001');
    assert.equal(link.searchParams.get('message'), 'move Grüße & Söhne');
  });

  it('when it is not, then there is no button, and the words say what to write', () => {
    assert.equal(linkOf(''), null);
    assert.equal(linkOf('https://evil.example/'), null);
  });
});
