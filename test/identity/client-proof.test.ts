import 'reflect-metadata';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INetworkModule } from '@azure/msal-node';
import { X509CertificateGenerator } from '@peculiar/x509';
import { decodeJwt } from 'jose';
import { systemClock } from '../../services/clock.ts';
import { type ClientProof, readCertificate, vouchedFor } from '../../services/identity/app-credentials.ts';
import { appTokenSource } from '../../services/identity/app-token-source.ts';
import { managedIdentityTokenSource } from '../../services/identity/managed-identity-token-source.ts';
import { GRAPH_AUDIENCE } from '../../services/identity/token-source.ts';
import { readToken } from '../../services/sandbox/login-routes.ts';
import { tenantOf } from '../sandbox/start.ts';
import { CLIENT_ID, type Entra, startEntra } from './entra.ts';

/** MSAL talks to the host of managed identities through the first network it was given in a process. */
let host: INetworkModule;
const network: INetworkModule = {
  sendGetRequestAsync: (url, options, timeout) => host.sendGetRequestAsync(url, options, timeout),
  sendPostRequestAsync: (url, options) => host.sendPostRequestAsync(url, options),
};

describe('what the application proves itself by', function () {
  this.timeout(60_000);
  let entra: Entra;
  let folder: string;
  beforeEach(async () => {
    entra = await startEntra();
    host = entra.network;
    folder = mkdtempSync(path.join(tmpdir(), 'client-proof-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await entra.close();
  });

  const source = (proof: ClientProof) => appTokenSource(entra.credentials({ proof }), { clock: systemClock });
  const file = (...parts: readonly string[]) => {
    const name = path.join(folder, 'app.pem');
    writeFileSync(name, parts.join('\n'));
    return name;
  };

  describe('a certificate', () => {
    it('when it is the registered one, then Entra takes the assertion it signed', async () => {
      const { certificate, key } = await aCertificate();
      const read = readCertificate(file(certificate, key));
      entra.running.sandbox.signIn.behave({ certificates: [read.thumbprint] });
      assert.match(await source({ kind: 'certificate', certificate: read }).token(GRAPH_AUDIENCE), /^sandbox\./);
      const [asked] = entra.sent;
      const { iss, sub, aud } = decodeJwt(asked?.form.get('client_assertion') ?? '');
      assert.deepEqual([iss, sub], [CLIENT_ID, CLIENT_ID]);
      assert.match(String(aud), new RegExp(`/${asked?.tenant}/oauth2/v2.0/token$`));
      assert.equal(asked?.form.get('client_secret'), null);
    });

    it('when it is another one, then the application is refused because of it', async () => {
      const [registered, other] = [await aCertificate(), await aCertificate()];
      entra.running.sandbox.signIn.behave({
        certificates: [readCertificate(file(registered.certificate, registered.key)).thumbprint],
      });
      const certificate = readCertificate(file(other.certificate, other.key));
      await assert.rejects(source({ kind: 'certificate', certificate }).token(GRAPH_AUDIENCE), {
        code: 'microsoft.sign-in-failed',
        params: { reason: 'sign-in.certificate', code: 'AADSTS700027' },
      });
    });

    it('when somebody else signed, then a copy of the certificate does not help', async () => {
      const [registered, thief] = [await aCertificate(), await aCertificate()];
      const read = readCertificate(file(registered.certificate, registered.key));
      const certificate = { ...read, privateKey: thief.key };
      await assert.rejects(source({ kind: 'certificate', certificate }).token(GRAPH_AUDIENCE), {
        params: { reason: 'sign-in.certificate', code: 'AADSTS700027' },
      });
    });

    it('when the file is not what it should be, then it says what is wrong, and shows nothing of a key', async () => {
      const [one, other] = [await aCertificate(), await aCertificate()];
      for (const [write, why] of [
        [() => file('nothing'), /begins with no certificate/],
        [() => file(one.certificate), /holds no private key/],
        [() => file(one.certificate, other.key), /of another certificate/],
        [() => path.join(folder, 'missing.pem'), /cannot be read/],
      ] as const) {
        assert.throws(
          () => readCertificate(write()),
          (error) => {
            assert.ok(error instanceof Error && 'code' in error && 'hint' in error);
            assert.equal(error.code, 'config.certificate');
            assert.match(String(error.hint), why);
            assert.doesNotMatch(String(error.hint), /PRIVATE KEY-----/);
            return true;
          },
        );
      }
    });
  });

  describe('a managed identity', () => {
    it("when it signs in itself, then its host gives the token, and a customer's tenant is out of reach", async () => {
      const tokens = managedIdentityTokenSource('11111111-1111-4111-8111-111111111111', network);
      assert.equal(readToken(`Bearer ${await tokens.token(GRAPH_AUDIENCE)}`)?.audience, GRAPH_AUDIENCE);
      await assert.rejects(tokens.token(GRAPH_AUDIENCE, tenantOf('contoso')), { code: 'microsoft.consent-missing' });
    });

    it('when it vouches for an application, then Entra takes its token as the proof', async () => {
      const proof = vouchedFor('22222222-2222-4222-8222-222222222222', network);
      assert.match(await source(proof).token(GRAPH_AUDIENCE, tenantOf('contoso')), /^sandbox\./);
      const assertion = entra.sent.at(-1)?.form.get('client_assertion');
      assert.equal(readToken(`Bearer ${assertion}`)?.audience, 'api://AzureADTokenExchange');
    });

    it('when there is none on this host, then it says where to look', async () => {
      host = { ...entra.network, sendGetRequestAsync: () => Promise.reject(new Error('no such host')) };
      await assert.rejects(
        managedIdentityTokenSource('33333333-3333-4333-8333-333333333333', network).token('https://a.example'),
        {
          code: 'microsoft.sign-in-failed',
          params: { reason: 'sign-in.managed-identity', code: null },
        },
      );
    });
  });
});

/** A certificate of its own with its key, both PEM. */
async function aCertificate() {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=CSP Move Assistant test',
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2099-01-01'),
    signingAlgorithm: algorithm,
    keys,
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
  return { certificate: certificate.toString('pem'), key };
}
