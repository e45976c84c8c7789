/** The command line was called in a way it does not know. The message is one sentence with what to do. */
export class UsageFault extends Error {
  override name = "UsageFault";
}
