import { PgBoss } from "pg-boss";
import { SYSTEM_CLOCK } from "../context.ts";
import { APP_ROLE, openDatabase } from "../db/open.ts";
import { JOBS_SCHEMA, jobsDatabase } from "./connection.ts";

/**
 * Brings the job queue's own schema to this release, as the owner; called with the migrations, and changes nothing
 * the second time. The queue reads the time through one function, which we point at the node's clock. Safe when
 * two processes start at once: the queue installs under a lock.
 */
export async function installJobs(url: string): Promise<void> {
  const sql = openDatabase(url, { connections: 3, owner: true, name: "moothall-jobs-install" });
  const boss = new PgBoss({
    db: jobsDatabase(sql, SYSTEM_CLOCK),
    schema: JOBS_SCHEMA,
    supervise: false,
    schedule: false,
  });
  const failures: unknown[] = [];
  boss.on("error", (error) => failures.push(error));
  try {
    await boss.start();
    await boss.stop({ graceful: false });
    if (failures.length > 0) throw new Error("The job queue could not be installed.", { cause: failures[0] });
    await sql.unsafe(OURS);
  } finally {
    await sql.end();
  }
}

const OURS = `
  create or replace function ${JOBS_SCHEMA}.job_now() returns timestamp with time zone language sql stable
    as $$ select coalesce(nullif(current_setting('moothall.now', true), '')::timestamptz, pg_catalog.now()) $$;
  grant usage on schema ${JOBS_SCHEMA} to ${APP_ROLE};
  grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to ${APP_ROLE};
  grant usage, select, update on all sequences in schema ${JOBS_SCHEMA} to ${APP_ROLE};
  grant execute on all functions in schema ${JOBS_SCHEMA} to ${APP_ROLE};`;
