import type { Log } from "../log.ts";

/** No worker pauses longer while nothing wakes it: what comes in is taken up within seconds, also where a wake is lost. */
export const LONGEST_LOOK_SECONDS = 2;

export interface LoopOptions {
  /** Looks at least this often, whether woken or not; ≤ LONGEST_LOOK_SECONDS. */
  readonly everySeconds: number;
  /** Does what is there; true when there may be more. */
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
export function startLoop(options: LoopOptions): Loop {
  let stopped = false;
  let woken = true;
  let rouse = () => {};
  const pause = (seconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const running = (async () => {
    let failures = 0;
    while (!stopped) {
      woken = false;
      try {
        const more = await options.run();
        failures = 0;
        if (!more && !woken && !stopped) await pause(Math.min(options.everySeconds, LONGEST_LOOK_SECONDS));
      } catch (error) {
        failures++;
        options.log.error("A round of work failed and is tried again: {error}", { error });
        if (!stopped) await pause(Math.min(LONGEST_PAUSE_SECONDS, options.everySeconds * 2 ** failures));
      }
    }
  })();
  return {
    wake() {
      woken = true;
      rouse();
    },
    async stop() {
      stopped = true;
      rouse();
      await running;
    },
  };
}
