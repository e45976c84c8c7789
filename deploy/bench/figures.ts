import { generateKeyPairSync, sign, verify } from "node:crypto";
import { cpus, loadavg } from "node:os";
import type { NodeContext } from "../../node/context.ts";

/** The middle and the ends of some times, in the unit they were taken in. */
export function quantilesOf(times: readonly number[]): { p50: number; p95: number; most: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? 0 };
}

/** How often `work` is done in a second, over about `seconds`. */
export async function rateOf(work: () => unknown, seconds = 1): Promise<number> {
  const start = performance.now();
  let done = 0;
  for (; performance.now() - start < seconds * 1000; done++) await work();
  return (done * 1000) / (performance.now() - start);
}

/** What this computer can do at best, one after the other on one core: the measure for everything else. */
export async function ceilings(ctx: NodeContext) {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const ed25519 = generateKeyPairSync("ed25519");
  const text = Buffer.alloc(2_000, "a");
  const rsaMade = sign("sha256", text, rsa.privateKey);
  const proof = sign(null, text, ed25519.privateKey);
  return {
    "RSA-2048 signatures made per second": await rateOf(() => sign("sha256", text, rsa.privateKey)),
    "RSA-2048 signatures verified per second": await rateOf(() =>
      verify("sha256", text, rsa.publicKey, rsaMade),
    ),
    "Ed25519 proofs verified per second": await rateOf(() => verify(null, text, ed25519.publicKey, proof)),
    "empty queries per second": await rateOf(() => ctx.sql`select 1`),
    "durable commits per second": await rateOf(
      () =>
        ctx.sql`insert into audit_events (kind, subject, facts, happened) values ('bench', '', '{}', now())`,
    ),
  };
}

/** Prints figures, a line each. */
export function show(title: string, figures: Readonly<Record<string, number | string>>): void {
  console.log(`\n${title}`);
  for (const [name, figure] of Object.entries(figures)) {
    console.log(`  ${name.padEnd(46)} ${typeof figure === "number" ? shortOf(figure) : figure}`);
  }
}

/** The machine and how busy it is: without it no figure says anything. */
export function showMachine(): void {
  const [cpu] = cpus();
  show("This computer", {
    processor: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    "load over the last minute": loadavg()[0] ?? 0,
  });
}

function shortOf(figure: number): string {
  return figure >= 100 ? Math.round(figure).toLocaleString("en-GB") : figure.toFixed(figure >= 10 ? 1 : 2);
}
