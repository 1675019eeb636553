import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { parseCommand } from '../../dialogs/command.ts';
import { type AppDocuments, appDocuments, packApp } from '../../manifest/app-package.ts';
import { menus } from '../../manifest/commands.ts';
import { schemaProblems } from '../../manifest/schema.ts';
import { storeProblems } from '../../manifest/store-rules.ts';
import { appTexts, packageLanguages } from '../../manifest/texts.ts';

const ENVIRONMENT = {
  MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
  PUBLISHER_NAME: 'Example "Partner" Ltd',
  PUBLISHER_WEBSITE: 'https://partner.example/',
  PUBLISHER_PRIVACY: 'https://partner.example/privacy',
  PUBLISHER_TERMS: 'https://partner.example/terms',
};
const SIGN_IN = { ...ENVIRONMENT, SIGN_IN_CONNECTION: 'people' };
const PARTNER_APP_ID = '22222222-2222-4333-8444-555555555555';

/** What a command of the menu is understood as, where it is not its own name. */
const UNDERSTOOD: Readonly<Record<string, string>> = { silence: 'why-no-reminder' };

describe('the Teams app package', () => {
  let template: string;
  let icons: { 'color.png': Uint8Array; 'outline.png': Uint8Array };
  const documents = (environment: Record<string, string | undefined> = SIGN_IN): AppDocuments =>
    appDocuments(template, environment, '1.2.3');

  before(async () => {
    const file = (path: string) => new URL(`../../manifest/${path}`, import.meta.url);
    template = await readFile(file('manifest.json'), 'utf8');
    icons = {
      'color.png': await readFile(file('icons/color.png')),
      'outline.png': await readFile(file('icons/outline.png')),
    };
  });

  it('when all settings are given then every placeholder is filled', () => {
    const { manifest } = documents();
    assert.doesNotMatch(JSON.stringify(documents()), /\$\{\{|\{\{/);
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
    const { manifest } = documents({ ...ENVIRONMENT, TEAMS_APP_ID });
    assert.equal(manifest.id, TEAMS_APP_ID);
    assert.match(JSON.stringify(manifest.bots), new RegExp(`"botId":"${ENVIRONMENT.MicrosoftAppId}"`));
  });

  it('when people sign in then the manifest says to which application and where, else nothing of it', () => {
    const resource = `api://botid-${ENVIRONMENT.MicrosoftAppId}`;
    assert.deepEqual(documents(SIGN_IN).manifest.webApplicationInfo, { id: ENVIRONMENT.MicrosoftAppId, resource });
    assert.deepEqual(documents(SIGN_IN).manifest.validDomains, ['token.botframework.com']);
    const apart = documents({ ...SIGN_IN, PARTNER_APP_ID }).manifest;
    assert.deepEqual(apart.webApplicationInfo, { id: PARTNER_APP_ID, resource });
    for (const without of [ENVIRONMENT, { ...ENVIRONMENT, SIGN_IN_CONNECTION: ' ' }]) {
      const text = JSON.stringify(documents(without));
      assert.doesNotMatch(text, /webApplicationInfo|validDomains|sign out/);
    }
  });

  it('when settings are missing or wrong then all of them are named at once', () => {
    const environment = {
      ...ENVIRONMENT,
      MicrosoftAppId: undefined,
      PUBLISHER_TERMS: 'http://partner.example',
      PARTNER_APP_ID: 'mine',
    };
    assert.throws(
      () => documents(environment),
      (error: { code: string; hint: string }) => {
        assert.equal(error.code, 'manifest.settings');
        assert.deepEqual(error.hint.match(/^\w+/gm), ['MicrosoftAppId', 'PUBLISHER_TERMS', 'PARTNER_APP_ID']);
        return true;
      },
    );
  });

  it("when manifest and languages are held against Microsoft's schema of their version then they fit", () => {
    for (const environment of [ENVIRONMENT, SIGN_IN, { ...SIGN_IN, PARTNER_APP_ID }]) {
      const { manifest, languages } = documents(environment);
      assert.equal(manifest.manifestVersion, '1.29');
      assert.deepEqual(schemaProblems(manifest, languages), []);
    }
  });

  it('when something does not fit the schema then it is named with its file', () => {
    const { manifest } = documents();
    const problems = schemaProblems({ ...manifest, colour: 'blue' }, { 'xx.json': { 'name.short': '' } });
    assert.match(problems.join('\n'), /^manifest\.json: .*colour/m);
    assert.match(problems.join('\n'), /^xx\.json\/name\.short/m);
  });

  it("when the package is held against the store's rules then nothing is objected to in any language", () => {
    for (const environment of [ENVIRONMENT, SIGN_IN])
      assert.deepEqual(storeProblems(documents(environment), icons), []);
  });

  it('when the bot speaks a language then the package does, and the manifest names its file', () => {
    const folders = readdirSync(new URL('../../cards/strings/', import.meta.url));
    const spoken = folders.filter((folder) => ['en', 'it', 'es', 'ru', 'pt-BR'].includes(folder)).sort();
    assert.deepEqual([...packageLanguages()].sort(), spoken);
    const { manifest, languages } = documents();
    const others = spoken.filter((language) => language !== 'en');
    assert.deepEqual(Object.keys(languages).sort(), others.map((language) => `${language}.json`).sort());
    for (const file of Object.keys(languages))
      assert.match(JSON.stringify(manifest.localizationInfo), new RegExp(file));
  });

  for (const language of packageLanguages()) {
    it(`when a command stands in a menu (${language}) then the bot understands it, and its own help names it the same`, () => {
      const [english, texts] = [appTexts('en'), appTexts(language)];
      for (const { scope, names } of menus(english, true)) {
        assert.ok(names.length >= 8 && names.length <= 12, scope);
        for (const name of names) {
          const title = (texts.command(name) ?? english.command(name))?.title ?? '';
          assert.equal(parseCommand(title)?.kind, UNDERSTOOD[name] ?? name, `${scope}: ${title}`);
        }
      }
    });
  }

  it('when a rule of the store is broken then it is named, also in one language only', () => {
    const { manifest: good } = documents();
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
      assert.match(storeProblems({ manifest: { ...good, ...change }, languages: {} }, icons).join('\n'), problem);
    const long = { 'bots[0].commandLists[1].commands[0].title': 'x'.repeat(33), 'name.short': 'Office' };
    assert.match(
      storeProblems({ manifest: good, languages: { 'xx.json': long } }, icons).join('\n'),
      /^xx\.json: .*name of a Microsoft product[\s\S]*^xx\.json: team: the title "x+" has not 1 to 32/m,
    );
    const swapped = { 'color.png': icons['outline.png'], 'outline.png': icons['color.png'] };
    assert.deepEqual(storeProblems(documents(), swapped), [
      'color.png is 32 x 32, not 192 x 192.',
      'outline.png is 192 x 192, not 32 x 32.',
      'outline.png has no transparent background.',
    ]);
  });

  it('when the package is built twice then it is the same, and holds manifest, languages and icons at its root', () => {
    const made = documents();
    const zip = packApp(made, icons);
    assert.deepEqual(zip, packApp(made, icons));
    const files = unzipSync(zip);
    const expected = ['color.png', 'manifest.json', 'outline.png', ...Object.keys(made.languages)];
    assert.deepEqual(Object.keys(files).sort(), expected.sort());
    for (const [file, document] of Object.entries({ 'manifest.json': made.manifest, ...made.languages }))
      assert.deepEqual(JSON.parse(strFromU8(files[file] ?? new Uint8Array())), document);
  });
});
