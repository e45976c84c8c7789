import { setFlagsFromString } from "node:v8";

/** So far apart: a collection of a hundred megabytes takes some tenths of a second, in which nothing is answered. */
const EVERY_MS = 5 * 60_000;

/** V8's own, where Node was started with `--expose-gc`, as `npm start` does. */
type Collect = (how: { readonly type: "major" }) => void;

/**
 * Lets V8 move together what is left on pages of its heap that are a fifth empty, a few megabytes each time. Left alone it
 * moves only what stands on pages that are empty to seven tenths, and a node that keeps the same grows by the hour. The
 * setting holds for the one collection: for everything else it would trade speed for size. Without `--expose-gc` nothing
 * happens. The timer keeps no process alive.
 */
export function keepHeapTidy(): void {
  const { gc } = globalThis as { gc?: Collect };
  if (gc === undefined) return;
  const timer = setInterval(() => {
    setFlagsFromString("--optimize-for-size");
    try {
      gc({ type: "major" });
    } finally {
      setFlagsFromString("--no-optimize-for-size");
    }
  }, EVERY_MS);
  timer.unref();
}
