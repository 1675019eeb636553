import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { AppError } from '../services/errors.ts';
import { commandLists, localization } from './commands.ts';
import { appTexts, packageLanguages } from './texts.ts';

const httpsUrl = z.url({ protocol: /^https$/ });

/** What the template leaves open. Names are those of the environment. */
const settings = z.object({
  MicrosoftAppId: z.guid(),
  /** Id of the app in the catalogue; it may be that of the bot, and is unless it is given. */
  TEAMS_APP_ID: z.guid().optional(),
  PUBLISHER_NAME: z.string().min(1).max(32),
  PUBLISHER_WEBSITE: httpsUrl,
  PUBLISHER_PRIVACY: httpsUrl,
  PUBLISHER_TERMS: httpsUrl,
  /** With it people sign in with their own account. */
  SIGN_IN_CONNECTION: z.string().trim().min(1).optional(),
  /** The application they sign in to, when it is not the bot's own registration. */
  PARTNER_APP_ID: z.guid().optional(),
});

/** Where the sign-in page of the Bot Framework is. */
const SIGN_IN_DOMAIN = 'token.botframework.com';

/** A manifest, and its localization files by name. */
export interface AppDocuments {
  readonly manifest: Record<string, unknown>;
  readonly languages: Readonly<Record<string, Record<string, string>>>;
}

/**
 * Makes the manifest of the template, the settings in the environment, the version of package.json, and the texts of all languages.
 *
 * @throws AppError `manifest.settings` whose hint names each setting that is missing or wrong
 */
export function appDocuments(
  template: string,
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
): AppDocuments {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const filled = fillManifest(template, given, version);
  const { SIGN_IN_CONNECTION, MicrosoftAppId, PARTNER_APP_ID } = settings.parse(given);
  const signIn = SIGN_IN_CONNECTION !== undefined;
  const english = appTexts('en');
  const others = packageLanguages().filter((language) => language !== 'en');
  const bots = z.array(z.record(z.string(), z.unknown())).parse(filled.bots);
  const manifest = {
    ...filled,
    name: english.name,
    description: english.description,
    bots: bots.map((bot) => ({ ...bot, commandLists: commandLists(english, signIn) })),
    localizationInfo: {
      defaultLanguageTag: 'en',
      ...(others.length > 0 && {
        additionalLanguages: others.map((language) => ({
          languageTag: language.toLowerCase(),
          file: `${language}.json`,
        })),
      }),
    },
    ...(signIn && {
      validDomains: [SIGN_IN_DOMAIN],
      webApplicationInfo: { id: PARTNER_APP_ID ?? MicrosoftAppId, resource: `api://botid-${MicrosoftAppId}` },
    }),
  };
  const languages = others.map((language) => [`${language}.json`, localization(english, appTexts(language), signIn)]);
  return { manifest, languages: Object.fromEntries(languages) };
}

/** Fills the placeholders of the manifest's template. */
function fillManifest(
  template: string,
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
): Record<string, unknown> {
  const given = settings.safeParse(environment);
  if (!given.success) {
    const hint = given.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
    throw new AppError('manifest.settings', { hint });
  }
  const values: Readonly<Record<string, string | undefined>> = {
    APP_VERSION: version,
    BOT_ID: given.data.MicrosoftAppId,
    ...given.data,
    TEAMS_APP_ID: given.data.TEAMS_APP_ID ?? given.data.MicrosoftAppId,
  };
  // Into the parsed template, so that no value has to be escaped.
  const fill = (text: string) =>
    text.replace(/\$\{\{(\w+)\}\}/g, (_placeholder, name: string) => {
      const value = values[name];
      if (value === undefined) throw new AppError('manifest.settings', { hint: `Nothing fills \${{${name}}}.` });
      return value;
    });
  const filled = JSON.parse(template, (_key, value: unknown) => (typeof value === 'string' ? fill(value) : value));
  return z.record(z.string(), z.unknown()).parse(filled);
}

/**
 * The app package as Teams takes it: manifest, languages and icons side by side in a zip. The same input gives the same bytes, so that
 * a package can be compared with its source.
 */
export function packApp(
  { manifest, languages }: AppDocuments,
  files: Readonly<Record<string, Uint8Array>>,
): Uint8Array {
  const documents = Object.entries({ 'manifest.json': manifest, ...languages });
  const texts = documents.map(([file, document]) => [file, strToU8(`${JSON.stringify(document, null, 2)}\n`)]);
  const entries: Record<string, Uint8Array> = { ...Object.fromEntries(texts), ...files };
  return zipSync(entries, { mtime: new Date(2020, 0, 1), level: 9 });
}
