import { createHash } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { AppError } from '../errors.ts';

/** Makes a text unreadable for whoever has no key, and readable again. */
export interface Seal {
  /** @param name what the text is kept as: a sealed text opens under its own name only */
  close(name: string, text: string): Promise<string>;
  /** @throws AppError `secrets.key-lost` when it was sealed by none of the keys, `secrets.damaged` when it was changed since */
  open(name: string, sealed: string): Promise<string>;
}

/**
 * Seals with AES-256-GCM (a JWE of `dir` and `A256GCM`). The newest key seals, every key opens; each sealed text names its key by
 * a fingerprint, so that a key can be replaced: put the new one before the old one, and take the old one away when everything has
 * been written anew (a refresh token: at its next use).
 *
 * @param keys newest first: base64 of 32 random bytes each; not empty
 */
export function sealWith(keys: readonly string[]): Seal {
  const known = new Map(keys.map((key) => [fingerprint(key), Buffer.from(key, 'base64')]));
  const [newest] = known;
  if (newest === undefined) {
    throw new AppError('config.secrets-key', { hint: 'SECRETS_KEY is not set: nothing can be sealed.' });
  }
  const [kid, newestKey] = newest;
  return {
    close: (name, text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, name })
        .encrypt(newestKey),
    async open(name, sealed) {
      let opened: Awaited<ReturnType<typeof compactDecrypt>>;
      try {
        opened = await compactDecrypt(
          sealed,
          (header) => known.get(header.kid ?? '') ?? Promise.reject(keyLost(name)),
          {
            keyManagementAlgorithms: ['dir'],
            contentEncryptionAlgorithms: ['A256GCM'],
          },
        );
      } catch (error) {
        throw error instanceof AppError ? error : damaged(name);
      }
      if (opened.protectedHeader.name !== name) throw damaged(name);
      return new TextDecoder().decode(opened.plaintext);
    },
  };
}

/** Tells keys apart without telling the key. */
function fingerprint(key: string): string {
  return createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64url').slice(0, 16);
}

function keyLost(name: string): AppError {
  return new AppError('secrets.key-lost', {
    hint: `"${name}" in the database was sealed by a key that SECRETS_KEY does not hold. Put the old key behind the new one, separated by a comma; if it is lost, sign in anew with: npm run connect`,
  });
}

/** Without the cause: what a library says about it may hold a part of it. */
function damaged(name: string): AppError {
  return new AppError('secrets.damaged', {
    hint: `"${name}" in the database cannot be opened: it was changed or cut off. Restore the database, or sign in anew with: npm run connect`,
  });
}
