import assert from 'node:assert/strict';
import { hasSentence } from '../../cards/language.ts';
import { WATCH_ALERTS } from '../../services/watch-alerts.ts';

describe('the alarms about its own work', () => {
  it('when one is raised, then there are words for it', () => {
    for (const code of WATCH_ALERTS) {
      for (const part of ['', '.title', '.action'])
        assert.ok(hasSentence(`alert.${code}${part}`), `alert.${code}${part}`);
    }
  });
});
