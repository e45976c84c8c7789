import { forgetOrigin } from "./forget-origin.ts";
import type { Sql, Tx } from "./open.ts";

/** How long what is under way on an old pool may take before it is cut off. */
const LEAVING_SECONDS = 10;

/**
 * A pool that is replaced as a whole when it loses a connection. postgres.js 3.4.9 keeps what it had not written on a
 * lost connection and mixes it into the next one (upstream #1066): queries then wait for ever, and a transaction that was
 * between two statements goes on outside of any transaction. A connection that was lost is therefore never used
 * again, what hangs on its pool is refused after ten seconds, also what the driver has forgotten, and a transaction that
 * lost its connection writes nothing more (ADR 0003). `open` makes a pool and tells it whom to call when a connection has ended.
 */
export function lastingPool(open: (lost: () => void) => Sql): Sql {
  const leaving = new Set<Promise<void>>();
  let over = false;
  let asked = new Asked();
  let current = renew();

  function renew(): Sql {
    const pool: Sql = open(() => {
      // The driver is in the middle of closing: it finishes first.
      queueMicrotask(() => {
        if (over || pool !== current) return;
        const waiting = asked;
        asked = new Asked();
        current = renew();
        const left = letGo(pool, waiting);
        leaving.add(left);
        void left.then(() => leaving.delete(left));
      });
    });
    return pool;
  }

  async function end(options?: { timeout?: number }): Promise<void> {
    over = true;
    await Promise.all([current.end(options), ...leaving]);
  }

  const own = {
    end,
    begin: (...args: BeginArguments) => asked.follow(beginOn(current, args)),
    unsafe: (...args: Parameters<Sql["unsafe"]>) => asked.guard(current.unsafe(...args)),
    reserve: refuseReserve,
  };
  return new Proxy(current, {
    apply: (_target, _this, args: unknown[]) =>
      asked.guard(forgetOrigin(Reflect.apply(current, undefined, args), args[0])),
    get: (_target, name) => Reflect.get(Object.hasOwn(own, name) ? own : current, name),
  });
}

/** Ends a pool that lost a connection; what is not answered by then is refused. */
async function letGo(pool: Sql, waiting: Asked): Promise<void> {
  await pool.end({ timeout: LEAVING_SECONDS }).catch(() => {});
  waiting.refuseAll();
}

/** What was asked of one pool and is not answered. */
class Asked {
  readonly #refusals = new Set<(error: Error) => void>();

  follow<T>(begun: Promise<T>): Promise<T> {
    return this.watch(begun.then.bind(begun));
  }

  /** What `listen` is told, or a refusal when the pool is gone. */
  watch<T>(listen: PromiseLike<T>["then"]): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#refusals.add(reject);
      listen(
        (value) => {
          this.#refusals.delete(reject);
          resolve(value);
        },
        (error) => {
          this.#refusals.delete(reject);
          reject(error);
        },
      );
    });
  }

  /** A statement begins when it is waited for: until then it may be a piece of another, and is left alone. */
  guard<T>(query: T): T {
    if (!(query instanceof Promise)) return query;
    const begin: PromiseLike<unknown>["then"] = query.then.bind(query);
    const then: PromiseLike<unknown>["then"] = (...handlers) => this.watch(begin).then(...handlers);
    return Object.assign(query, { then });
  }

  refuseAll(): void {
    for (const refuse of this.#refusals) refuse(new ConnectionLost());
    this.#refusals.clear();
  }
}

/** The driver forgets who waits for a connection that is lost while it opens: they would wait for ever. */
function refuseReserve(): never {
  throw new Error("A connection is not reserved: use begin.");
}

type Work = (tx: Tx) => unknown;
type BeginArguments = [Work] | [string, Work];

async function beginOn(pool: Sql, args: BeginArguments): Promise<unknown> {
  const connection = { lost: false };
  const work = args.at(-1) as Work;
  const guardedWork = (tx: Tx) => work(guarded(tx, connection));
  try {
    return await (args.length === 1 ? pool.begin(guardedWork) : pool.begin(args[0], guardedWork));
  } finally {
    connection.lost = true;
  }
}

/** The transaction's own `sql`, which says no once the transaction has ended. */
function guarded(tx: Tx, connection: { readonly lost: boolean }): Tx {
  return new Proxy(tx, {
    apply: (_target, _this, args: unknown[]) => {
      if (connection.lost) throw new ConnectionLost();
      return forgetOrigin(Reflect.apply(tx, undefined, args), args[0]);
    },
    get: (_target, name) => {
      if (connection.lost && name === "unsafe") throw new ConnectionLost();
      if (name !== "savepoint") return Reflect.get(tx, name);
      return (...args: BeginArguments) => {
        if (connection.lost) throw new ConnectionLost();
        const work = args.at(-1) as Work;
        return tx.savepoint((inner) => work(guarded(inner, connection)));
      };
    },
  });
}

/** The connection of a transaction went away while it was doing something else. */
class ConnectionLost extends Error {
  readonly code = "CONNECTION_CLOSED";
  constructor() {
    super("The connection was lost.");
  }
}
