import { AppError } from '../services/errors.ts';
import { MOST_BYTES } from '../services/files/limits.ts';

/** How long Teams' file storage may take where the person waits for the answer. */
const PATIENCE_MS = 8000;
/** How long an upload may take: nobody's press waits for it. */
const UPLOAD_PATIENCE_MS = 30_000;
const MOST_REDIRECTS = 3;

/** Where Teams keeps the files of a personal chat: SharePoint and OneDrive of the Microsoft clouds. */
const STORAGE = /\.(?:sharepoint\.com|sharepoint\.us|sharepoint-mil\.us|sharepoint\.cn|svc\.ms)$/iu;

/** Which addresses of files are used. An address comes from outside: followed blindly, it could lead into the house's own network. */
export type FileHosts = 'teams' | 'loopback';

/**
 * The file somebody sent in a personal chat.
 *
 * @throws AppError `file.host` for an address that is not Teams' storage, `file.too-large`, `file.download`
 */
export async function downloadFile(address: string, hosts: FileHosts): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let url = permitted(address, hosts);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await asked(url, { redirect: 'manual', signal });
    const to = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && to !== null) {
      await response.body?.cancel();
      url = permitted(URL.canParse(to, url.href) ? new URL(to, url).href : to, hosts);
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new AppError('file.download', { hint: `Teams' storage answered ${response.status} to a download.` });
    }
    return await limited(response);
  }
  throw new AppError('file.download', { hint: 'A download led from one address to the next without an end.' });
}

/**
 * Puts a file where the person agreed to have it.
 *
 * @throws AppError `file.host`, `file.upload`
 */
export async function uploadFile(address: string, bytes: Uint8Array, hosts: FileHosts): Promise<void> {
  const response = await asked(
    permitted(address, hosts),
    {
      method: 'PUT',
      redirect: 'error',
      signal: AbortSignal.timeout(UPLOAD_PATIENCE_MS),
      headers: {
        'content-type': 'application/octet-stream',
        'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
      },
      // A copy in a plain buffer, as the types of fetch want it.
      body: new Uint8Array(bytes),
    },
    'file.upload',
  );
  await response.body?.cancel();
  if (!response.ok)
    throw new AppError('file.upload', { hint: `Teams' storage answered ${response.status} to an upload.` });
}

function permitted(address: string, hosts: FileHosts): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const plain = url !== null && url.username === '' && url.password === '';
  const known =
    hosts === 'loopback'
      ? url?.protocol === 'http:' && /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/u.test(url.hostname)
      : url?.protocol === 'https:' && url.port === '' && STORAGE.test(url.hostname);
  if (url !== null && plain && known) return url;
  // The path may hold a key to the file: only the host is told.
  throw new AppError('file.host', {
    hint: `A file lies at ${url?.host ?? 'no address'}, which is not Teams' storage.`,
  });
}

async function asked(url: URL, init: RequestInit, code = 'file.download'): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new AppError(code, { hint: `Teams' storage at ${url.host} did not answer.`, cause });
  }
}

/** Reads no more than may be: what the header promises need not be true. */
async function limited(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > MOST_BYTES) throw new AppError('file.too-large', { params: { most: MOST_BYTES / 1000 } });
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('file.download', { hint: 'A download broke off.', cause });
  }
  return Buffer.concat(chunks);
}
