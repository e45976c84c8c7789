import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { SENT_AT_ONCE } from "./open.ts";

export interface ListenOptions {
  readonly url: string;
  readonly channel: string;
  /** What was said on the channel since. Things may be missed: nothing that matters may depend on it. */
  readonly heard: (payload: string) => void;
}

export interface Listening {
  /** Resolves once it listens for the first time. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

const CHECK_EVERY_MS = 20_000;
const CHECK = "are-you-there ";

/**
 * Listens on a connection of its own (PostgreSQL manual, LISTEN). One that was lost is made again by the driver; because
 * the driver can lose heart as well (ADR 0003), it is asked by way of the channel whether it still hears, and made anew
 * when it does not.
 */
export function listenTo({ url, channel, heard }: ListenOptions): Listening {
  const name = randomUUID();
  let [asked, answered] = [0, 0];
  let isReady = () => {};
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const take = (payload: string) => {
    if (!payload.startsWith(CHECK)) heard(payload);
    else if (payload === `${CHECK}${name} ${asked}`) answered = asked;
  };
  const open = () => {
    const sql = connectionTo(url);
    sql.listen(channel, take, isReady).catch(() => {});
    return sql;
  };
  let current = open();
  const timer = setInterval(() => {
    if (answered < asked) {
      void current.end({ timeout: 1 }).catch(() => {});
      current = open();
    }
    answered = asked;
    asked++;
    current.notify(channel, `${CHECK}${name} ${asked}`).catch(() => {});
  }, CHECK_EVERY_MS);
  timer.unref();
  return {
    ready,
    async stop() {
      clearInterval(timer);
      await current.end({ timeout: 1 });
    },
  };
}

function connectionTo(url: string): postgres.Sql {
  return postgres(url, {
    max: 1,
    fetch_types: false,
    connect_timeout: 10,
    idle_timeout: 5,
    onnotice: () => {},
    connection: { application_name: "moothall-listen", "moothall.opening": SENT_AT_ONCE },
  });
}
