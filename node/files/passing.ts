/** A young collection of V8 goes over at most 8 MB and takes a millisecond or two; so many bytes take ten times that long to pass. */
const EACH = 4 * 1024 * 1024;
let since = 0;

/** V8's own, where Node was started with `--expose-gc`, as `npm start` does. */
type Collect = (how: { readonly type: "minor" }) => void;

/**
 * Says that bytes of a file have passed through this process, in or out. They stand in buffers beside V8's heap, of which
 * V8 lets 64 MB lie before it looks: a few files at once would double what a node takes. So young buffers are collected
 * each few megabytes. Without `--expose-gc` nothing happens but that.
 */
export function bytesPassed(bytes: number): void {
  since += bytes;
  if (since < EACH) return;
  since = 0;
  (globalThis as { gc?: Collect }).gc?.({ type: "minor" });
}
