import type { Log } from "../log.ts";

/** No worker pauses longer while nothing wakes it: what comes in is taken up within seconds, also where a wake is lost. */
export const LONGEST_LOOK_SECONDS = 2;

export interface LoopOptions {
  /** Looks at least this often, whether woken or not; ≤ LONGEST_LOOK_SECONDS. */
  readonly everySeconds: number;
  /** Rounds that wakes ask for begin so far apart: what comes in a burst is taken in together. 0, when nothing is said. */
  readonly gapMs?: number;
  /** Does what is there; true when there is more, which is done at once. */
  readonly run: () => Promise<boolean>;
  readonly log: Log;
}

export interface Loop {
  /** Looks at once, or again when it is busy now. */
  wake(): void;
  /** Ends after the run under way. */
  stop(): Promise<void>;
}

const LONGEST_PAUSE_SECONDS = 30;

/**
 * A worker of this process: runs, waits to be woken or for its time, and runs again. An error pauses it a little
 * longer each time (≤ 30 s) and never ends it, so that it outlives a database that was away.
 */
export function startLoop({ everySeconds, gapMs = 0, run, log }: LoopOptions): Loop {
  const pauses = openPauses();
  let stopped = false;
  let woken = true;
  async function wait(began: number): Promise<void> {
    if (!woken) await pauses.begin(Math.min(everySeconds, LONGEST_LOOK_SECONDS), { byWake: true });
    const early = gapMs - (performance.now() - began);
    if (early > 0 && !stopped) await pauses.begin(early / 1000, { byWake: false });
  }
  const running = (async () => {
    let failures = 0;
    while (!stopped) {
      woken = false;
      const began = performance.now();
      try {
        const more = await run();
        failures = 0;
        if (!more && !stopped) await wait(began);
      } catch (error) {
        failures++;
        log.error("A round of work failed and is tried again: {error}", { error });
        const seconds = Math.min(LONGEST_PAUSE_SECONDS, everySeconds * 2 ** failures);
        if (!stopped) await pauses.begin(seconds, { byWake: true });
      }
    }
  })();
  return {
    wake() {
      woken = true;
      pauses.wake();
    },
    async stop() {
      stopped = true;
      pauses.end();
      await running;
    },
  };
}

/** One pause at a time, which its end cuts short, and a wake where it may. */
function openPauses() {
  let wake = () => {};
  let end = () => {};
  return {
    begin: (seconds: number, { byWake }: { readonly byWake: boolean }) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
        wake = byWake ? end : () => {};
      }),
    wake: () => wake(),
    end: () => end(),
  };
}
