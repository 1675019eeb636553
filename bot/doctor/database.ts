import pg from 'pg';
import { z } from 'zod';
import { withoutSecret } from '../../services/store/database.ts';
import { lockFolder } from '../../services/store/folder-lock.ts';
import { attempt, bad, type Finding, ok, skipped, warn } from './finding.ts';

/** A sweep runs every minute; after so many without one nobody is reminded of anything. */
const LATE_AFTER_MINUTES = 5;

/** The embedded database: whether its folder can be used. One that a running product holds is in use rightly. */
export async function embeddedDatabase(dataDir: string): Promise<readonly Finding[]> {
  return attempt(
    async () => {
      const unlock = await lockFolder(dataDir);
      unlock();
      return ok('database.embedded', { folder: dataDir });
    },
    (hint, error) =>
      isCode(error, 'store.folder-in-use')
        ? ok('database.embedded-in-use', { folder: dataDir })
        : bad('database.unreachable', { hint }),
  );
}

/** PostgreSQL: whether it answers, and whether the jobs of a running product are done. Changes nothing in it. */
export async function postgres(databaseUrl: string): Promise<readonly Finding[]> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    application_name: 'csp-move-assistant-doctor',
  });
  // Without a listener a connection that breaks ends the process.
  client.on('error', () => {});
  try {
    await client.connect();
    const version = await one(client, 'show server_version', z.object({ server_version: z.string() }));
    const made = await one(
      client,
      `select to_regclass('move')::text as tables, to_regclass('pgboss.job')::text as jobs`,
      z.object({ tables: z.string().nullable(), jobs: z.string().nullable() }),
    );
    const found = ok('database.postgres', {
      where: withoutSecret(databaseUrl),
      version: version.server_version.split(' ')[0] ?? '',
    });
    if (made.tables === null || made.jobs === null) return [found, skipped('jobs.never-started')];
    return [found, ...(await jobs(client))];
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    return [bad('database.unreachable', { hint: `${withoutSecret(databaseUrl)}: ${reason}` })];
  } finally {
    await client.end().catch(() => {});
  }
}

async function jobs(client: pg.Client): Promise<readonly Finding[]> {
  const { minutes, waiting, lost } = await one(
    client,
    `select
       (select extract(epoch from now() - max(completed_on)) / 60 from pgboss.job where name = 'sweep' and state = 'completed')::float as minutes,
       (select count(*) from pgboss.job where name <> 'sweep' and state in ('created', 'retry') and start_after < now() - interval '10 minutes')::int as waiting,
       (select count(*) from pgboss.job where name = 'dead-letters' and state in ('created', 'retry', 'active', 'failed'))::int as lost`,
    z.object({ minutes: z.number().nullable(), waiting: z.number(), lost: z.number() }),
  );
  const last =
    minutes === null || minutes > LATE_AFTER_MINUTES
      ? warn('jobs.late', { minutes: minutes === null ? null : Math.round(minutes) })
      : ok('jobs.running', { seconds: Math.round(minutes * 60) });
  return [
    minutes === null ? warn('jobs.none-lately') : last,
    ...(waiting > 0 ? [warn('jobs.waiting', { count: waiting })] : []),
    ...(lost > 0 ? [warn('jobs.given-up', { count: lost })] : []),
  ];
}

async function one<T>(client: pg.Client, query: string, schema: z.ZodType<T>): Promise<T> {
  const { rows } = await client.query(query);
  return schema.parse(rows[0]);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
