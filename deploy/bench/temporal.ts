/** Gives Node 24 the `Temporal` that Fedify expects. Imported first by every file that imports `@fedify/*`. */
import { Temporal } from "@js-temporal/polyfill";

if (!("Temporal" in globalThis)) {
  Object.defineProperty(globalThis, "Temporal", { value: Temporal, configurable: true, writable: true });
}
