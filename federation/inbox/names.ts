import { idOf, newUuid } from "../../node/ids.ts";
import { originOf } from "../../node/iris.ts";
import { unknownNames } from "../../node/posts/named.ts";
import { isJsonObject, type Json, type JsonObject } from "../jcs.ts";
import type { Wire } from "../wire.ts";

/** The id in front of what stands behind it: `…/ap/g/<id>/featured`. */
const OURS = /^https?:\/\/[^/]+\/ap\/[a-z]\/[0-9a-z]{26}/;

/**
 * A letter as the node reads it: what it names that its actor may not learn of is replaced by names of nothing, so that from
 * here on it is a letter about what is not there, with the same answer, the same work and the same time (issue 4 §6). Its
 * signature and proof were checked before. What a Group announces is about its own community, and stays as it is.
 */
export async function withoutUnknown(
  wire: Wire,
  { document, actor, type }: { document: JsonObject; actor: string; type: string },
): Promise<JsonObject> {
  if (type === "Announce") return document;
  const own = originOf(actor);
  const names = new Set<string>();
  collect(document, (text) => {
    // What is at the sender's own node it knows.
    if (!/^https?:\/\//.test(text) || originOf(text) === own) return;
    names.add(text).add(OURS.exec(text)?.[0] ?? text);
  });
  if (names.size === 0) return document;
  const unknown = await unknownNames(wire.ctx, actor, [...names]);
  const nothing = new Map(unknown.map((name) => [name, nameOfNothing(wire, name)] as const));
  return replace(document, nothing) as JsonObject;
}

function nameOfNothing({ ctx }: Wire, name: string): string {
  return name.replace(/[^/]*$/, idOf(newUuid(ctx.clock.now())));
}

function collect(value: Json | undefined, take: (text: string) => void): void {
  if (typeof value === "string") take(value);
  else if (Array.isArray(value)) for (const inner of value) collect(inner, take);
  else if (isJsonObject(value)) for (const inner of Object.values(value)) collect(inner, take);
}

function replace(value: Json | undefined, names: ReadonlyMap<string, string>): Json | undefined {
  if (typeof value === "string") return renamed(value, names);
  if (Array.isArray(value)) return value.map((inner: Json) => replace(inner, names) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner, names)]));
}

function renamed(text: string, names: ReadonlyMap<string, string>): string {
  const [own = text] = OURS.exec(text) ?? [];
  const exact = names.get(text);
  if (exact !== undefined) return exact;
  const other = names.get(own);
  return other === undefined ? text : other + text.slice(own.length);
}
