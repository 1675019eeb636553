import assert from 'node:assert/strict';
import { COMMANDS, helpNames, isCommandKind, isTaking, menuNames, type Scope } from '../../cards/commands.ts';
import { hasSentence, plainSentence } from '../../cards/language.ts';
import { LANGUAGES } from '../../cards/languages.ts';
import { parseCommand } from '../../dialogs/command.ts';
import { MeantData } from '../../dialogs/did-you-mean.ts';

const SCOPES: readonly Scope[] = ['personal', 'groupChat', 'team'];
const ALL = { signIn: true, sandbox: true };
const KINDS = Object.keys(COMMANDS).filter(isCommandKind);
/** The kind of each command by its name in the catalogue. */
const KIND_OF = new Map<string, string>([
  ...Object.keys(COMMANDS).map((kind) => [kind, kind] as const),
  ['silence', 'why-no-reminder'],
  ['assistant-status', 'status'],
]);

describe('the table of commands', () => {
  it('when a command may be one of several meanings, then it can be offered, with and without what is named with it', () => {
    const needed = KINDS.flatMap((kind) => [
      `meant.${kind}`,
      ...(isTaking(kind, 'customer') ? [`meant.${kind}-of`] : []),
      ...(isTaking(kind, 'language') ? [`meant.${kind}-named`] : []),
      ...(isTaking(kind, 'days') ? [`meant.${kind}-by`] : []),
    ]);
    assert.deepEqual(
      needed.filter((key) => !hasSentence(key)),
      [],
    );
  });

  for (const language of LANGUAGES) {
    it(`when help or menu list a command (${language}), then it is said what it does, and what is to be written is understood`, () => {
      for (const name of new Set(SCOPES.flatMap((scope) => [...helpNames(scope, ALL), ...menuNames(scope, ALL)]))) {
        assert.ok(hasSentence(`command.${name}.what`), name);
        const said = plainSentence(language, `command.${name}.say`);
        assert.equal(parseCommand(said)?.kind, KIND_OF.get(name), said);
      }
    });
  }

  it('when two commands stand in one menu, then it is decided which comes first', () => {
    const places = Object.values(COMMANDS).flatMap((row) => ('menu' in row ? [row.menu.place] : []));
    assert.equal(new Set(places).size, places.length);
  });

  it('when people do not sign in, or it is no sandbox, then nothing is listed that would do nothing', () => {
    const listed = (setUp: typeof ALL) =>
      SCOPES.flatMap((scope) => [...helpNames(scope, setUp), ...menuNames(scope, setUp)]);
    const without = listed({ signIn: false, sandbox: false });
    assert.deepEqual([...new Set(listed(ALL).filter((name) => !without.includes(name)))].sort(), [
      'fast-forward',
      'sign-in',
      'sign-out',
    ]);
  });

  it('when a button carries a command, then it is one with what it takes; what is no command is refused', () => {
    const meant = (kind: string, value: string) => MeantData.safeParse({ kind, value }).data;
    assert.deepEqual(meant('check', ' Contoso '), { kind: 'check', customer: 'Contoso' });
    assert.deepEqual(meant('export', ''), { kind: 'export', customer: null });
    assert.deepEqual(meant('language', 'Italian'), { kind: 'language', name: 'Italian' });
    assert.deepEqual(meant('fast-forward', '30'), { kind: 'fast-forward', days: 30 });
    assert.deepEqual(meant('fast-forward', '1e9'), { kind: 'fast-forward', days: null });
    assert.deepEqual(meant('weekly', 'Contoso'), { kind: 'weekly' });
    for (const none of ['assistant-status', 'toString', '__proto__', '', 'order'])
      assert.equal(meant(none, ''), undefined, none);
  });
});
