import { menuNames, type Scope } from '../cards/commands.ts';
import type { AppTexts } from './texts.ts';

/** What Teams shows of a menu. */
const MOST_COMMANDS = 12;

const SCOPES: readonly Scope[] = ['personal', 'team', 'groupChat'];

/** The commands of each scope's menu, by name; `help` is always the last. */
export function menus(english: AppTexts, signIn: boolean): readonly { scope: Scope; names: readonly string[] }[] {
  return SCOPES.map((scope) => {
    const known = menuNames(scope, { signIn, sandbox: false }).filter((name) => english.command(name) !== null);
    return { scope, names: [...known.slice(0, MOST_COMMANDS - 1), 'help'] };
  });
}

/** The menus as the manifest holds them. */
export function commandLists(english: AppTexts, signIn: boolean) {
  return menus(english, signIn).map(({ scope, names }) => ({
    scopes: [scope],
    commands: names.flatMap((name) => english.command(name) ?? []),
  }));
}

/** The localization file of a language: what it lacks is shown in English. */
export function localization(english: AppTexts, texts: AppTexts, signIn: boolean): Record<string, string> {
  const commands = menus(english, signIn).flatMap(({ names }, list) =>
    names.flatMap((name, index) => {
      const command = texts.command(name);
      const at = `bots[0].commandLists[${list}].commands[${index}]`;
      return command === null
        ? []
        : [[`${at}.title`, command.title] as const, [`${at}.description`, command.description] as const];
    }),
  );
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.Localization.schema.json',
    'name.short': texts.name.short,
    'name.full': texts.name.full,
    'description.short': texts.description.short,
    'description.full': texts.description.full,
    ...Object.fromEntries(commands),
  };
}
