import { Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { EgressRefused } from "./errors.ts";

/**
 * Makes the process-wide dispatcher (`fetch`, and undici without a dispatcher of its own) refuse everything,
 * so that a library cannot reach the network past the egress; gives back the act that undoes it.
 */
export function refuseGlobalFetch(): () => void {
  const before = getGlobalDispatcher();
  setGlobalDispatcher(new RefusingDispatcher());
  return () => setGlobalDispatcher(before);
}

class RefusingDispatcher extends Dispatcher {
  override dispatch(options: Dispatcher.DispatchOptions): boolean {
    throw new EgressRefused(String(options.origin), "only the egress opens connections");
  }
}
