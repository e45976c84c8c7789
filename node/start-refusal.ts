/**
 * Moothall cannot start here, for a reason the operator can remove.
 * The message is one sentence for the console, without a stack: what is wrong and what to do.
 */
export class StartRefusal extends Error {
  override name = "StartRefusal";
}
