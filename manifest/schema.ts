import { createRequire } from 'node:module';
import Ajv, { type ValidateFunction } from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const FOLDER = '@microsoft/app-manifest/build/json-schemas/teams';

/**
 * What Microsoft's own schema objects to, in the version that the manifest names. The schemas come with Microsoft's npm package, so
 * no network is needed.
 */
export function schemaProblems(
  manifest: Readonly<Record<string, unknown>>,
  languages: Readonly<Record<string, object>>,
): string[] {
  const version = String(manifest.manifestVersion);
  const localization = validator(version, 'MicrosoftTeams.Localization.schema.json');
  return [
    ...problemsOf('manifest.json', validator(version, 'MicrosoftTeams.schema.json'), manifest),
    ...Object.entries(languages).flatMap(([file, texts]) => problemsOf(file, localization, texts)),
  ];
}

function validator(version: string, name: string): ValidateFunction {
  const schema = createRequire(import.meta.url)(`${FOLDER}/v${version}/${name}`);
  // Microsoft's patterns are written for regular expressions without the `u` flag.
  const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
  return addFormats.default(ajv).compile(schema);
}

function problemsOf(file: string, validate: ValidateFunction, document: object): string[] {
  if (validate(document)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message = 'does not fit the schema', params }) =>
      `${file}${instancePath}: ${message} ${JSON.stringify(params)}`,
  );
}
