import { expect, test } from "vitest";
import { pause, until } from "../../deploy/lab/pause.ts";
import { startLoop } from "../../node/jobs/loop.ts";
import { logOf } from "../../node/log.ts";

const log = logOf("loop");
/** So long that no round within it can be one that was waited for. */
const LONG_MS = 3_600_000;

test("Wakes in a burst make one round, which the first of them does not wait for", async () => {
  for (const [gapMs, most] of [
    [0, 100],
    [LONG_MS, 1],
  ] as const) {
    let rounds = 0;
    const loop = startLoop({
      everySeconds: 2,
      gapMs,
      log,
      run: async () => {
        rounds++;
        return false;
      },
    });
    await until("it has looked", async () => rounds > 0);
    for (let n = 0; n < 20; n++) {
      loop.wake();
      await pause(2);
    }
    expect(rounds > 1, `a gap of ${gapMs} ms`).toBe(most > 1);
    expect(rounds).toBeLessThanOrEqual(most);
    // Nor does its end wait for the gap.
    await loop.stop();
  }
});

test("A round that leaves something over is followed by the next at once, whatever the gap", async () => {
  let rounds = 0;
  const run = async () => ++rounds < 10;
  const loop = startLoop({ everySeconds: 2, gapMs: LONG_MS, log, run });
  await until("all is done", async () => rounds === 10);
  await loop.stop();
});

test("A wake ends the pause after an error", async () => {
  let rounds = 0;
  const run = async () => {
    rounds++;
    throw new Error("The database is away.");
  };
  const loop = startLoop({ everySeconds: 2, gapMs: LONG_MS, log, run });
  for (const round of [1, 2, 3, 4, 5, 6])
    await until("it has tried", async () => {
      loop.wake();
      return rounds >= round;
    });
  await loop.stop();
});
