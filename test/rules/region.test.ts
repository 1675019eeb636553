import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asksForDecision, judgeRegion, marketOf, marketTable } from '../../services/rules/region.ts';
import { holds } from './property.ts';

describe('region', () => {
  const table = [
    ['R1 same country', 'IT', 'IT', 'region.same-market', 'ok'],
    ['R1 same market', 'IT', 'ES', 'region.same-market', 'ok'],
    ['B1 lower case and spaces', ' it ', 'es', 'region.same-market', 'ok'],
    ['R1 different market', 'PT', 'BR', 'region.different-market', 'stop'],
    ['B1 Puerto Rico is not in the market of the United States', 'US', 'PR', 'region.different-market', 'stop'],
    ['B1 Guam is', 'US', 'GU', 'region.same-market', 'ok'],
    ['B1 Réunion is not in Europe', 'FR', 'RE', 'region.different-market', 'stop'],
    ['B1 South Africa is with the Middle East', 'AE', 'ZA', 'region.same-market', 'ok'],
    ['G10 China has a cloud of its own', 'CN', 'CN', 'region.same-market-china', 'warn'],
    ['C12 Russia is not in the table', 'IT', 'RU', 'region.tenant-not-in-table', 'ask'],
    ['C12 nor as a partner, even for Russia', 'RU', 'RU', 'region.partner-not-in-table', 'ask'],
    ['B1 Western Sahara is nowhere', 'ES', 'EH', 'region.tenant-not-in-table', 'ask'],
    ['B1 obsolete code', 'GB', 'SU', 'region.tenant-obsolete', 'ask'],
    ['B1 a code in use beside the own one', 'UK', 'EL', 'region.same-market', 'ok'],
    ['B1 a letter that would fold into a country', 'SE', 'ſe', 'region.tenant-malformed', 'ask'],
    ['B1 a ligature', 'FI', 'ﬁ', 'region.tenant-malformed', 'ask'],
    ['B1 a sharp s', 'IT', 'ß', 'region.tenant-malformed', 'ask'],
    ['B1 a dotless i', 'IT', 'ıt', 'region.tenant-malformed', 'ask'],
    ['B1 obsolete code of the partner', 'YU', 'IT', 'region.partner-obsolete', 'ask'],
    ['B1 not a code', 'IT', 'Italy', 'region.tenant-malformed', 'ask'],
    ['B1 no such code', 'QZ', 'IT', 'region.partner-malformed', 'ask'],
    ['R1 partner unknown', null, 'IT', 'region.partner-unknown', 'ask'],
    ['R1 tenant unknown', 'IT', null, 'region.tenant-unknown', 'ask'],
    ['R1 blank is unknown', 'IT', ' ', 'region.tenant-unknown', 'ask'],
  ] as const;
  for (const [title, partnerCountry, tenantCountry, code, severity] of table) {
    it(`when ${title}, then ${code}`, () => {
      const verdict = judgeRegion({ partnerCountry, tenantCountry });
      assert.deepEqual([verdict.code, verdict.severity], [code, severity]);
    });
  }

  for (const cloud of [
    'china',
    'us-government',
    'USGov',
    'germany',
    'microsoftonline.us',
    'partner.microsoftonline.cn',
    'GCC High',
  ]) {
    it(`when I10 the tenant is in the cloud "${cloud}", then it stops`, () => {
      assert.equal(judgeRegion({ partnerCountry: 'IT', tenantCountry: 'IT', cloud }).code, 'region.national-cloud');
    });
  }
  for (const cloud of ['something new', 'unknown', '__proto__', 'xn--gcc']) {
    it(`when I10 nobody knows a cloud called "${cloud}", then it is asked about and does not stop`, () => {
      const verdict = judgeRegion({ partnerCountry: 'IT', tenantCountry: 'IT', cloud });
      assert.deepEqual([verdict.code, verdict.severity], ['region.ask-cloud', 'ask']);
    });
  }
  for (const cloud of [undefined, 'public', 'Global', 'GCC', 'microsoftonline.com', 'World wide', 'AzureCloud']) {
    it(`when the cloud is ${cloud}, then the countries decide`, () => {
      const input = { partnerCountry: 'US', tenantCountry: 'US', ...(cloud === undefined ? {} : { cloud }) };
      assert.equal(judgeRegion(input).severity, 'ok');
    });
  }
  for (const cloud of [null, '', ' ']) {
    it(`when I10 the cloud is ${cloud === null ? 'not known' : 'blank'} ("${cloud}"), then that is noted`, () => {
      const verdict = judgeRegion({ partnerCountry: 'US', tenantCountry: 'US', cloud });
      assert.deepEqual([verdict.code, verdict.severity], ['region.same-market-cloud-unknown', 'note']);
    });
  }

  it('when a person may decide, then only where the table has no answer', () => {
    const asks = [null, 'IT', 'AN', 'RU', 'Italy'].flatMap((tenantCountry) =>
      ['public', 'moon'].map((cloud) => judgeRegion({ partnerCountry: 'IT', tenantCountry, cloud })),
    );
    assert.deepEqual(
      asks.filter(asksForDecision).map((v) => v.code),
      ['region.tenant-not-in-table'],
    );
  });

  it('when a code is obsolete, then the codes of today are told', () => {
    assert.equal(judgeRegion({ partnerCountry: 'IT', tenantCountry: 'CS' }).params.instead, 'RS\nME');
  });

  it('when R1 countries of the table are compared, then "same market" is an equivalence relation', () => {
    const country = fc.constantFrom(...marketTable().countries);
    const same = (a: string, b: string) =>
      judgeRegion({ partnerCountry: a, tenantCountry: b }).code.startsWith('region.same-market');
    holds(
      fc.property(country, country, country, (a, b, c) => {
        assert.ok(same(a, a));
        assert.equal(same(a, b), same(b, a));
        if (same(a, b) && same(b, c)) assert.ok(same(a, c));
        assert.equal(same(a, b), marketOf(a) === marketOf(b));
      }),
      { numRuns: 2000 },
    );
  });

  it('when anything at all is given, then there is a verdict and never an exception', () => {
    holds(
      fc.property(fc.option(fc.string()), fc.option(fc.string()), fc.option(fc.string()), (p, t, cloud) => {
        assert.match(judgeRegion({ partnerCountry: p, tenantCountry: t, cloud }).code, /^region\./);
      }),
    );
  });
});
