import { hash, verify } from "@node-rs/argon2";
import type { AnyContext } from "../context.ts";
import type { KeyVault } from "../keys/vault.ts";

/** Argon2id, 19 MiB, two passes (OWASP's first choice for one lane). One takes about 20 ms of a processor. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
const AT_ONCE = 4;

/** Stands in for the hash of nobody, so that unknown people cost the same work. It is of a random secret, forgotten. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$H0IH5fcjXpt6yga0ct8FsA$uhk62qj4PiFq8D/z1KA9nsFKJfNyLwqaSBAv2qtBwVk";

/** Hashes a new password, exactly as typed. */
export function hashPassword(ctx: AnyContext, password: string): Promise<string> {
  return inTurn(ctx, () => hash(password, PARAMETERS));
}

/** Is this the password? With no stored hash the same work is done and the answer is no. */
export async function passwordFits(
  ctx: AnyContext,
  stored: string | null,
  password: string,
): Promise<boolean> {
  const same = await inTurn(ctx, () => verify(stored ?? NOBODY, password));
  return stored !== null && same;
}

/** How often a password was hashed or compared on this node since start; tests compare paths by it, never by time. */
export function hashWorkDone(ctx: AnyContext): number {
  return turnstileOf(ctx.vault).done;
}

interface Turnstile {
  running: number;
  done: number;
  readonly waiting: (() => void)[];
}

/** One per vault, and so per node of this process. */
const turnstiles = new WeakMap<KeyVault, Turnstile>();

function turnstileOf(vault: KeyVault): Turnstile {
  const turnstile = turnstiles.get(vault) ?? { running: 0, done: 0, waiting: [] };
  turnstiles.set(vault, turnstile);
  return turnstile;
}

/** At most four at once: a burst of sign-ins queues here and leaves threads and memory to the pages. */
async function inTurn<T>(ctx: AnyContext, work: () => Promise<T>): Promise<T> {
  const turnstile = turnstileOf(ctx.vault);
  if (turnstile.running >= AT_ONCE) await new Promise<void>((resolve) => turnstile.waiting.push(resolve));
  else turnstile.running++;
  try {
    return await work();
  } finally {
    turnstile.done++;
    const next = turnstile.waiting.shift();
    if (next) next();
    else turnstile.running--;
  }
}
