import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { INetworkModule, NodeAuthOptions } from '@azure/msal-node';
import { AppError } from '../errors.ts';
import { managedIdentityTokenSource } from './managed-identity-token-source.ts';
import type { TokenSource } from './token-source.ts';

/** What an application registered in Microsoft Entra signs in with. */
export interface AppCredentials {
  readonly loginUrl: string;
  /** The partner's tenant. */
  readonly tenantId: string;
  readonly clientId: string;
  readonly proof: ClientProof;
  /** How MSAL reaches the sign-in service; `msalNetwork` with the machine's transport when left out. */
  readonly network?: INetworkModule;
}

/** How the application proves that it is itself. */
export type ClientProof =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly certificate: ClientCertificate }
  /** A managed identity vouches for it: a federated credential of the application names that identity. */
  | { readonly kind: 'managed-identity'; readonly identity: TokenSource };

export interface ClientCertificate {
  /** SHA-256 of the certificate, hexadecimal. */
  readonly thumbprint: string;
  readonly privateKey: string;
  /** The certificate and those above it, PEM. */
  readonly chain: string;
  readonly validTo: Date;
}

/** The audience of a token that a managed identity shows for an application (Entra's workload identity federation). */
const TOKEN_EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

/** The proof as MSAL takes it. */
export function authOptions({ clientId, proof }: AppCredentials, authority: string): NodeAuthOptions {
  const base = { clientId, authority };
  switch (proof.kind) {
    case 'secret':
      return { ...base, clientSecret: proof.secret };
    case 'certificate': {
      const { thumbprint, privateKey, chain } = proof.certificate;
      return { ...base, clientCertificate: { thumbprintSha256: thumbprint, privateKey, x5c: chain } };
    }
    case 'managed-identity':
      return { ...base, clientAssertion: () => proof.identity.token(TOKEN_EXCHANGE_AUDIENCE) };
  }
}

/** The user-assigned managed identity of this host as the proof of another application. */
export function vouchedFor(managedIdentity: string, network?: INetworkModule): ClientProof {
  return { kind: 'managed-identity', identity: managedIdentityTokenSource(managedIdentity, network) };
}

/**
 * Reads a PEM file with the certificate (first), those above it, and the private key of the first.
 *
 * @throws AppError `config.certificate` with what is wrong with the file
 */
export function readCertificate(file: string): ClientCertificate {
  const pem = attempt(file, 'cannot be read', () => readFileSync(file, 'utf8'));
  const certificate = attempt(file, 'begins with no certificate', () => new X509Certificate(pem));
  const key = attempt(file, 'holds no private key, or one that is locked by a password', () => createPrivateKey(pem));
  if (!certificate.checkPrivateKey(key)) throw unusable(file, 'holds a private key of another certificate');
  return {
    thumbprint: createHash('sha256').update(certificate.raw).digest('hex'),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    chain: pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.join('\n') ?? '',
    validTo: new Date(certificate.validTo),
  };
}

function attempt<T>(file: string, otherwise: string, read: () => T): T {
  try {
    return read();
  } catch {
    // Without the cause: OpenSSL's words may show a part of the key.
    throw unusable(file, otherwise);
  }
}

function unusable(file: string, why: string): AppError {
  return new AppError('config.certificate', {
    params: { file },
    hint: `PARTNER_APP_CERTIFICATE: ${file} ${why}. It takes one PEM file with the certificate and its private key.`,
  });
}
