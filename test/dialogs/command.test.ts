import assert from 'node:assert/strict';
import { type Command, parseCommand } from '../../dialogs/command.ts';

describe('parseCommand', () => {
  const table: readonly (readonly [said: string, command: Command | null])[] = [
    ['move', { kind: 'move', customer: null }],
    ['Move Contoso', { kind: 'move', customer: 'Contoso' }],
    ['  /move   Contoso  Ltd. ', { kind: 'move', customer: 'Contoso Ltd' }],
    ['move contoso.com', { kind: 'move', customer: 'contoso.com' }],
    ['moves', { kind: 'moves' }],
    ['MOVES!', { kind: 'moves' }],
    ['status of Contoso?', { kind: 'status', customer: 'Contoso' }],
    ['check Contoso', { kind: 'check', customer: 'Contoso' }],
    ['reminders', { kind: 'reminders', customer: null }],
    ['reminders for Contoso', { kind: 'reminders', customer: 'Contoso' }],
    ['remind here', { kind: 'remind-here' }],
    ['Hello', { kind: 'greeting' }],
    ['help', { kind: 'help' }],
    ['', { kind: 'help' }],
    ['cancel', { kind: 'cancel' }],
    ['fast-forward 30 days', { kind: 'fast-forward', days: 30 }],
    ['fast forward 2 weeks', { kind: 'fast-forward', days: 14 }],
    ['fast-forward', { kind: 'fast-forward', days: null }],
    ['fast-forward -3 days', { kind: 'fast-forward', days: null }],
    ['fast-forward 1e9 days', { kind: 'fast-forward', days: null }],
    ['moving is fun', null],
    ['Contoso', null],
    ['🚚', null],
    ['מה שלומך', null],
  ];
  for (const [said, command] of table) {
    it(`when "${said}" is said, then it means ${JSON.stringify(command)}`, () => {
      assert.deepEqual(parseCommand(said), command);
    });
  }
});
