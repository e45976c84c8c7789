import type { JsonObject } from "../jcs.ts";
import type { Addressing } from "./activity.ts";

/** The addressing of one of our own content objects, for the activity around it. */
export function addressingOf(object: JsonObject): Addressing {
  const { audience } = object;
  return {
    to: texts(object.to),
    cc: texts(object.cc),
    ...(typeof audience === "string" ? { audience } : {}),
  };
}

function texts(value: JsonObject[string]): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
