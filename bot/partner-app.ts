import type { INetworkModule } from '@azure/msal-node';
import type { Logger } from 'pino';
import type { Clock } from '../services/clock.ts';
import { AppError } from '../services/errors.ts';
import {
  type AppCredentials,
  type ClientProof,
  readCertificate,
  vouchedFor,
} from '../services/identity/app-credentials.ts';
import { appTokenSource } from '../services/identity/app-token-source.ts';
import { managedIdentityTokenSource } from '../services/identity/managed-identity-token-source.ts';
import { msalNetwork } from '../services/identity/msal-network.ts';
import { refreshTokenVault } from '../services/identity/refresh-token-vault.ts';
import { sealWith } from '../services/identity/seal.ts';
import { SignInWatch } from '../services/identity/sign-in-watch.ts';
import { signedInTokenSource } from '../services/identity/signed-in-token-source.ts';
import type { TokenSource } from '../services/identity/token-source.ts';
import type { Alerts } from '../services/store/alert-store.ts';
import type { Secrets } from '../services/store/secret-store.ts';
import type { PartnerApp } from './config.ts';

/** Where the bot keeps what its own sign-in needs. */
export interface SignInParts {
  readonly secrets: Secrets;
  readonly alerts: Alerts;
  readonly log: Logger;
  /** How MSAL reaches the sign-in service, when not by itself. */
  readonly network?: INetworkModule;
}

/** How the bot itself signs in to Microsoft. */
export interface PartnerSignIn {
  readonly tokens: TokenSource;
  readonly watch: SignInWatch;
}

/**
 * Signs in as the settings say:
 *
 * | SIGN_IN_AS | the application proves itself by | tokens |
 * | --- | --- | --- |
 * | application | secret, certificate, or a managed identity that vouches for it | app-only |
 * | application | nothing: it is the managed identity | app-only, own tenant |
 * | service-user | secret, certificate, or a managed identity that vouches for it | app+user |
 *
 * @throws AppError `config.partner-app` when the application has nothing to prove itself by, `config.certificate`
 */
export function partnerSignIn(
  app: PartnerApp,
  loginUrl: string,
  clock: Clock,
  { secrets, alerts, log, network = msalNetwork() }: SignInParts,
): PartnerSignIn {
  const seal = app.secretsKeys.length === 0 ? null : sealWith(app.secretsKeys);
  const shared = seal === null ? {} : { shared: { secrets, seal, clock, log } };
  if (app.signInAs === 'service-user' && seal !== null) {
    const vault = refreshTokenVault({ secrets, seal, clock });
    const watch = new SignInWatch({ vault, alerts, clock, log });
    const tokens = signedInTokenSource(credentialsOf(app, loginUrl, network), vault, {
      clock,
      log,
      outcome: watch,
      ...shared,
    });
    return { tokens, watch };
  }
  const watch = new SignInWatch({ vault: null, alerts, clock, log });
  const tokens = isManagedIdentity(app)
    ? managedIdentityTokenSource(app.appId)
    : appTokenSource(credentialsOf(app, loginUrl, network), { clock, outcome: watch, ...shared });
  return { tokens, watch };
}

/** The application with what it proves itself by. */
export function credentialsOf(app: PartnerApp, loginUrl: string, network = msalNetwork()): AppCredentials {
  return { loginUrl, tenantId: app.tenantId, clientId: app.appId, proof: proofOf(app), network };
}

function proofOf(app: PartnerApp): ClientProof {
  if (app.certificateFile !== null) return { kind: 'certificate', certificate: readCertificate(app.certificateFile) };
  if (app.password !== null) return { kind: 'secret', secret: app.password };
  if (app.managedIdentity !== null && !isManagedIdentity(app)) return vouchedFor(app.managedIdentity);
  throw new AppError('config.partner-app', {
    hint: 'The application that signs in to Partner Center has no secret and no certificate. Set PARTNER_APP_PASSWORD or PARTNER_APP_CERTIFICATE; with a managed identity set PARTNER_APP_ID to an application that trusts it.',
  });
}

/** A managed identity is no application that somebody could sign in to. */
const isManagedIdentity = (app: PartnerApp): boolean => app.appId === app.managedIdentity;
