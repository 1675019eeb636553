import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { strFromU8, unzipSync } from 'fflate';
import { parseCommand } from '../../dialogs/command.ts';
import { fillManifest, packApp } from '../../manifest/app-package.ts';
import { storeProblems } from '../../manifest/store-rules.ts';

const ENVIRONMENT = {
  MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
  PUBLISHER_NAME: 'Example "Partner" Ltd',
  PUBLISHER_WEBSITE: 'https://partner.example/',
  PUBLISHER_PRIVACY: 'https://partner.example/privacy',
  PUBLISHER_TERMS: 'https://partner.example/terms',
};

describe('the Teams app package', () => {
  let template: string;
  let icons: { 'color.png': Uint8Array; 'outline.png': Uint8Array };

  before(async () => {
    const file = (path: string) => new URL(`../../manifest/${path}`, import.meta.url);
    template = await readFile(file('manifest.json'), 'utf8');
    icons = {
      'color.png': await readFile(file('icons/color.png')),
      'outline.png': await readFile(file('icons/outline.png')),
    };
  });

  it('when all settings are given then every placeholder is filled', () => {
    const manifest = fillManifest(template, ENVIRONMENT, '1.2.3');
    assert.doesNotMatch(JSON.stringify(manifest), /\$\{\{/);
    assert.equal(manifest.version, '1.2.3');
    assert.equal(manifest.id, ENVIRONMENT.MicrosoftAppId);
    assert.deepEqual(manifest.developer, {
      name: 'Example "Partner" Ltd',
      websiteUrl: 'https://partner.example/',
      privacyUrl: 'https://partner.example/privacy',
      termsOfUseUrl: 'https://partner.example/terms',
    });
  });

  it('when the app has an id of its own then the bot keeps its', () => {
    const TEAMS_APP_ID = '99999999-2222-4333-8444-555555555555';
    const manifest = fillManifest(template, { ...ENVIRONMENT, TEAMS_APP_ID }, '1.2.3');
    assert.equal(manifest.id, TEAMS_APP_ID);
    assert.match(JSON.stringify(manifest.bots), new RegExp(`"botId":"${ENVIRONMENT.MicrosoftAppId}"`));
  });

  it('when settings are missing or wrong then all of them are named at once', () => {
    const environment = { ...ENVIRONMENT, MicrosoftAppId: undefined, PUBLISHER_TERMS: 'http://partner.example' };
    assert.throws(
      () => fillManifest(template, environment, '1.2.3'),
      (error: { code: string; hint: string }) => {
        assert.equal(error.code, 'manifest.settings');
        assert.deepEqual(error.hint.match(/^\w+/gm), ['MicrosoftAppId', 'PUBLISHER_TERMS']);
        return true;
      },
    );
  });

  it("when the manifest is held against Microsoft's schema of its version then it fits", () => {
    const manifest = fillManifest(template, ENVIRONMENT, '1.2.3');
    const path = `@microsoft/app-manifest/build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`;
    const schema = createRequire(import.meta.url)(path);
    assert.equal(
      manifest.$schema,
      `https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json`,
    );
    const ajv = addFormats.default(new Ajv.default({ strict: false, allErrors: true }));
    const validate = ajv.compile(schema);
    assert.ok(validate(manifest), JSON.stringify(validate.errors));
  });

  it("when the manifest is held against the store's rules then nothing is objected to", () => {
    assert.deepEqual(storeProblems(fillManifest(template, ENVIRONMENT, '1.2.3'), icons), []);
  });

  it('when a command is listed then the bot understands it as that command', () => {
    const titles = [...template.matchAll(/"title": "([^"]+)"/g)].map(([, title]) => title ?? '');
    assert.equal(titles.length, 19);
    for (const title of titles) assert.equal(parseCommand(title)?.kind, title.replace(' ', '-'));
  });

  it('when a rule of the store is broken then it is named', () => {
    const good = fillManifest(template, ENVIRONMENT, '1.2.3');
    const [bot] = good.bots as [{ scopes: string[]; commandLists: { scopes: string[]; commands: object[] }[] }];
    const list = (scope: string, ...commands: object[]) => ({ scopes: [scope], commands });
    const help = { title: 'help', description: 'Help' };
    const cases: [object, RegExp][] = [
      [{ name: { short: 'A name that is longer than thirty letters', full: 'A' } }, /name\.short has 41 characters/],
      [{ name: { short: 'Teams Mover', full: 'Mover' } }, /name of a Microsoft product/],
      [{ description: { short: '', full: 'CSP Move Assistant' } }, /description\.short is empty/],
      [{ accentColor: 'blue' }, /accentColor blue/],
      [{ bots: [] }, /0 bots/],
      [{ bots: [{ ...bot, commandLists: bot.commandLists.slice(1) }] }, /Scope personal has 0 command lists/],
      [
        { bots: [{ scopes: ['team'], commandLists: [list('team', help, { title: '/move', description: 'x' })] }] },
        /begins with a slash/,
      ],
      [{ bots: [{ scopes: ['team'], commandLists: [list('team', help, help)] }] }, /listed twice/],
      [
        { bots: [{ scopes: ['team'], commandLists: [list('team', { ...help, title: 'Hi' })] }] },
        /"help" is not listed/,
      ],
    ];
    for (const [change, problem] of cases)
      assert.match(storeProblems({ ...good, ...change }, icons).join('\n'), problem);
    const swapped = { 'color.png': icons['outline.png'], 'outline.png': icons['color.png'] };
    assert.deepEqual(storeProblems(good, swapped), [
      'color.png is 32 x 32, not 192 x 192.',
      'outline.png is 192 x 192, not 32 x 32.',
      'outline.png has no transparent background.',
    ]);
  });

  it('when the package is built twice then it is the same, and holds the manifest and both icons at its root', () => {
    const manifest = fillManifest(template, ENVIRONMENT, '1.2.3');
    const zip = packApp(manifest, icons);
    assert.deepEqual(zip, packApp(manifest, icons));
    const files = unzipSync(zip);
    assert.deepEqual(Object.keys(files).sort(), ['color.png', 'manifest.json', 'outline.png']);
    assert.deepEqual(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())), manifest);
  });
});
