import type { AppTexts } from './texts.ts';

/** Where the bot is talked to. The chat of a meeting is a group chat. */
export type Scope = 'personal' | 'team' | 'groupChat';

/** What Teams shows of a menu. */
const MOST_COMMANDS = 12;

/**
 * What works in which scope, the most used first, by the names of the catalogue (`command.<name>.say`). A move itself is worked on in
 * the personal chat only. `sign-in` is for where people sign in. What does not fit into the menu is in the bot's own help.
 */
const COMMANDS: Readonly<Record<Scope, readonly string[]>> = {
  personal: [
    'move',
    'moves',
    'status',
    'reminders',
    'check',
    'weekly',
    'settings',
    'undelivered',
    'language',
    'sign-out',
    'cancel',
    'silence',
  ],
  team: [
    'moves',
    'status',
    'reminders',
    'check',
    'weekly',
    'remind-here',
    'alerts-here',
    'settings',
    'undelivered',
    'language',
    'silence',
  ],
  groupChat: ['moves', 'status', 'reminders', 'check', 'weekly', 'alerts-here', 'settings', 'undelivered', 'silence'],
};

const SCOPES: readonly Scope[] = ['personal', 'team', 'groupChat'];

/** The commands of each scope's menu, by name; `help` is always the last. */
export function menus(english: AppTexts, signIn: boolean): readonly { scope: Scope; names: readonly string[] }[] {
  return SCOPES.map((scope) => {
    const known = COMMANDS[scope].filter((name) => english.command(name) !== null && (signIn || name !== 'sign-out'));
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
