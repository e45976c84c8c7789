import { DOCUMENT_LIMITS, readJson } from "../../federation/documents.ts";
import { isJsonObject } from "../../federation/jcs.ts";
import { readActivity } from "../../federation/read/activity.ts";
import type { ReadActivity, Reference } from "../../federation/read/activity-types.ts";
import { type ReadActor, readActor } from "../../federation/read/actor.ts";
import { readCollection } from "../../federation/read/collection.ts";
import { type ReadContent, readContentObject } from "../../federation/read/content-object.ts";
import { ACTIVITY_TYPES, ACTOR_TYPES } from "../../federation/read/content-types.ts";
import { readNodeInfo, readNodeInfoLinks } from "../../federation/read/nodeinfo.ts";
import { typeOf } from "../../federation/read/values.ts";
import { readWebFinger } from "../../federation/read/webfinger.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * What this node makes of a document, as one line to compare with a judgement made by hand: "accepted as …",
 * "ignored because …" or "refused because …". Names what decides: who, what, about what, for whom.
 */
export function effectOfText(text: string): string {
  if (text === "") return "ignored because a request without a body";
  const json = readJson(new TextEncoder().encode(text), DOCUMENT_LIMITS);
  if (!json.ok || !isJsonObject(json.value)) return "refused because it is no JSON object";
  return effectOf(json.value);
}

function effectOf(json: Json): string {
  const type = typeOf(json) ?? "";
  if (ACTIVITY_TYPES.has(type) || ("actor" in json && "object" in json))
    return ofActivity(readActivity(json));
  if (ACTOR_TYPES.has(type)) return outcomeOr(readActor(json), ofActor);
  if (type.endsWith("Collection") || type.endsWith("CollectionPage")) {
    return outcomeOr(
      readCollection(json),
      (list) => `collection of ${list.total ?? "?"}, ${list.itemIris.length} addresses here`,
    );
  }
  if ("software" in json) return outcomeOr(readNodeInfo(json), (info) => `NodeInfo of ${info.software}`);
  if ("subject" in json)
    return outcomeOr(readWebFinger(json), (found) => `WebFinger of ${found.subject} → ${found.actorIri}`);
  if ("links" in json)
    return outcomeOr(
      readNodeInfoLinks(json, originOfFirst(json)),
      (links) => `NodeInfo links: ${links.hrefs.length}, node ${links.nodeIri ?? "unnamed"}`,
    );
  return outcomeOr(readContentObject(json), (read) =>
    read.type === "tombstone" ? `tombstone of ${read.iri}` : `${ofContent(read)}, by ${read.authorIri}`,
  );
}

type Outcome = { readonly type: string; readonly why?: string };

function outcomeOr<T extends Outcome>(
  read: T,
  say: (read: Exclude<T, { type: "refused" | "ignored" }>) => string,
): string {
  if (read.type === "ignored") return `ignored because ${read.why}`;
  if (read.type === "refused") return `refused because ${read.why}`;
  return `accepted as ${say(read as Exclude<T, { type: "refused" | "ignored" }>)}`;
}

function ofContent(read: ReadContent): string {
  const parts = [
    read.kind === "reply" ? `reply to ${read.inReplyTo}` : `${read.kind} “${read.title}”`,
    ...(read.audience === null ? [] : [`for ${read.audience}`]),
    ...(read.links.length === 0 ? [] : [read.links.map((link) => `link to ${link.host}`).join(", ")]),
    ...(read.hashtags.length === 0 ? [] : [read.hashtags.map((tag) => `#${tag}`).join(" ")]),
    `${read.lang} ${read.langSource}`,
    read.public ? "public" : "not public",
  ];
  return parts.join(", ");
}

function ofActor(read: ReadActor): string {
  const group = read.group === null ? "" : `, ${read.group.level}`;
  return `${read.asType} @${read.handle} “${read.name}”, ${read.keys.length === 0 ? "no usable key" : "can sign"}${group}`;
}

function ofActivity(read: ReadActivity): string {
  return outcomeOr(read, (activity) => `${activity.type} by ${activity.actor}: ${aboutOf(activity)}`);
}

function aboutOf(read: Exclude<ReadActivity, { type: "refused" | "ignored" }>): string {
  switch (read.type) {
    case "Create":
      return read.content === null ? read.object : ofContent(read.content);
    case "Update":
      return read.content === null
        ? `${read.ofActor ? "actor " : ""}${read.object}`
        : ofContent(read.content);
    case "Delete":
      return `${read.ofActor ? "itself" : read.object}${read.reason === null ? "" : `, removed “${read.reason}”`}`;
    case "Announce":
      return read.items
        .map((item) => (item.form === "id" ? item.iri : `(${ofActivity(readActivity(item.activity))})`))
        .join(" + ");
    case "Accept":
    case "Reject":
    case "Undo":
      return ofReference(read.of);
    case "Add":
    case "Remove":
      return `${read.object}, target ${read.target}`;
    case "Block":
      return `${read.object}, target ${read.target}, “${read.reason}”, until ${read.until?.toISOString() ?? "undone"}`;
    case "Flag":
      return `${read.objects.join(" and ")}, “${read.words}”`;
    case "Resolve":
      return `${read.flagIri}, ${read.state ?? "state not said"}, “${read.words}”`;
    case "Lock":
      return `${read.object}, “${read.reason}”`;
    case "Move":
      return `${read.object}, to ${read.target}`;
    default:
      return read.object;
  }
}

function ofReference(of: Reference): string {
  return [
    of.asType ?? "activity",
    of.id ?? "without id",
    ...(of.actor === null ? [] : [`by ${of.actor}`]),
    ...(of.object === null ? [] : [`of ${of.object}`]),
  ].join(" ");
}

function originOfFirst(json: Json): string {
  const [first] = json.links as readonly { readonly href: string }[];
  return new URL(first?.href ?? "").origin;
}
