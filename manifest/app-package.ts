import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { AppError } from '../services/errors.ts';

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
});

/**
 * Fills the placeholders of the manifest's template from the environment and the version of package.json.
 *
 * Throws AppError `manifest.settings` whose hint names each setting that is missing or wrong.
 */
export function fillManifest(
  template: string,
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
): Record<string, unknown> {
  const given = settings.safeParse(environment);
  if (!given.success) {
    const hint = given.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
    throw new AppError('manifest.settings', { hint });
  }
  const values: Readonly<Record<string, string>> = {
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
 * The app package as Teams takes it: manifest and files side by side in a zip. The same input gives the same bytes, so that
 * a package can be compared with its source.
 */
export function packApp(manifest: object, files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = { 'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`), ...files };
  return zipSync(entries, { mtime: new Date(2020, 0, 1), level: 9 });
}
