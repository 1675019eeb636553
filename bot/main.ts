import { hasSentence, plainSentence, whenMissing } from '../cards/language.ts';
import { AppError } from '../services/errors.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startProduct } from './product.ts';

/** Starts everything, and stops it again when the terminal or the host says so. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  whenMissing((what) => log.warn({ what }, 'The string catalogue lacks a sentence or a value'));
  const product = await startProduct(config, log);
  let stopping = false;
  const stop = (signal: string) => {
    // A second Ctrl-C does not wait.
    if (stopping) process.exit(130);
    stopping = true;
    log.info({ signal }, 'Stopping');
    product.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'Could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  // Last: who reads it may already press Ctrl-C.
  process.stdout.write(`${product.invitation}\n`);
}

main().catch((error: unknown) => {
  const { code, params } = error instanceof AppError ? error : new AppError('unexpected');
  const key = hasSentence(`start.${code}`) ? `start.${code}` : 'start.unexpected';
  process.stderr.write(`${plainSentence('en', key, params)}\n`);
  // What nobody foresaw is shown whole: it is the operator who reads this.
  if (key === 'start.unexpected') process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
