import type { Clock } from "../../node/context.ts";

/** A clock that is moved by hand; by itself it goes one millisecond forward at each look, so that no two acts fall together. */
export interface DemoClock extends Clock {
  /** Forward only. */
  moveTo(time: Date): void;
}

export function demoClock(start: Date): DemoClock {
  let now = start.getTime();
  return {
    now: () => new Date(now++),
    moveTo(time) {
      now = Math.max(now, time.getTime());
    },
  };
}
