import { AS2_CONTEXT, PUBLIC_IRI } from "../../federation/contexts.ts";
import { isJsonObject, type Json, type JsonObject } from "../../federation/jcs.ts";
import { idOf, listOf, single } from "../../federation/one-or-many.ts";
import { ACTIVITY_TYPES, ACTOR_TYPES, CONTENT_TYPES } from "../../federation/read/content-types.ts";

/** Where a document is put: its own server becomes `home`, the community it is for and what it answers are ours. */
export interface Setting {
  readonly home: string;
  readonly groupIri: string;
  readonly postIri: string;
}

export interface Placed {
  readonly activity: JsonObject;
  readonly actorIri: string;
  /** The document of an actor, to be served at its id; null for anything else. */
  readonly actor: JsonObject | null;
  /** The own post that it changes or deletes, and the act that it takes back: sent before. */
  readonly before: JsonObject | null;
}

const ABOUT_A_POST = new Set([
  "Like",
  "Dislike",
  "EmojiReact",
  "Lock",
  "Add",
  "Remove",
  "ChooseAnswer",
  "Flag",
]);
const PERSON = /\/(u|users|uid|a|profile)\/[^/]+$/;

/** Puts a document of another program into a setting; null for what is no activity, content or actor. */
export function place(document: JsonObject, setting: Setting): Placed | null {
  const type = String(single(document.type) ?? "");
  if (ACTOR_TYPES.has(type)) return placeActor(document, setting);
  const whole = CONTENT_TYPES.has(type) ? createOf(document) : document;
  const actor = idOf(single(whole.actor));
  if (whole === document && !ACTIVITY_TYPES.has(type)) return null;
  if (actor === null || URL.parse(actor) === null) return null;
  const moved = moveAll(whole, mapOf(whole, actor, setting)) as JsonObject;
  const actorIri = idOf(single(moved.actor)) ?? "";
  return { activity: moved, actorIri, actor: null, before: beforeOf(moved, actorIri, setting) };
}

function placeActor(document: JsonObject, { home, groupIri }: Setting): Placed | null {
  const id = idOf(document);
  const origin = id === null ? null : (URL.parse(id)?.origin ?? null);
  if (origin === null) return null;
  const moved = moveAll(document, (text) =>
    text.startsWith(origin) ? home + text.slice(origin.length) : text,
  );
  const actor = moved as JsonObject;
  const actorIri = String(actor.id);
  const follow = {
    "@context": AS2_CONTEXT,
    id: `${home}/follow`,
    type: "Follow",
    actor: actorIri,
    object: groupIri,
  };
  return { activity: follow, actorIri, actor, before: null };
}

/** Content stands in a Create of its author's, as it is sent. */
function createOf(content: JsonObject): JsonObject {
  const author = idOf(listOf(content.attributedTo)[0]) ?? idOf(single(content.actor)) ?? "";
  const { to, cc } = content;
  return {
    "@context": AS2_CONTEXT,
    id: `${content.id}#create`,
    type: "Create",
    actor: author,
    to,
    cc,
    object: content,
  };
}

function mapOf(activity: JsonObject, actor: string, { home, groupIri, postIri }: Setting) {
  const origin = new URL(actor).origin;
  const groups = new Set(communitiesOf(activity, origin));
  groups.delete(actor);
  const posts = new Set(postsOf(activity, origin));
  return (text: string): string => {
    if (groups.has(text)) return groupIri;
    if (posts.has(text)) return postIri;
    const target = /\/(featured|pinned|moderators)$/.exec(text)?.[1];
    if (target !== undefined) return `${groupIri}/${target === "pinned" ? "featured" : target}`;
    return text.startsWith(origin) ? home + text.slice(origin.length) : text;
  };
}

/** What a document takes for the community: whom it follows, its audience, else the first it addresses or mentions. */
function communitiesOf(activity: JsonObject, origin: string): string[] {
  const inner = isJsonObject(single(activity.object)) ? (single(activity.object) as JsonObject) : null;
  const type = String(single(activity.type));
  if (type === "Follow" || type === "Join" || type === "Leave")
    return listOf(activity.object)
      .map(idOf)
      .filter((iri) => iri !== null);
  const told =
    inner !== null && ["Follow", "Join"].includes(String(inner.type)) ? [idOf(single(inner.object))] : [];
  const named = [activity, inner].flatMap((one) => listOf(one?.audience)).map(idOf);
  const found = [...told, ...named].filter((iri) => iri !== null);
  if (found.length > 0) return found;
  const addressed = [activity, inner].flatMap((one) => [...listOf(one?.to), ...listOf(one?.cc)]).map(idOf);
  const elsewhere = (iri: string) =>
    iri.startsWith("http") && iri !== PUBLIC_IRI && !iri.startsWith(origin) && !iri.endsWith("/followers");
  return addressed
    .filter((iri) => iri !== null)
    .filter(elsewhere)
    .slice(0, 1);
}

/** What it takes for the post it is about: what it answers, likes, locks or reports. */
function postsOf(activity: JsonObject, origin: string): string[] {
  const inner = isJsonObject(single(activity.object)) ? (single(activity.object) as JsonObject) : null;
  const type = String(single(activity.type));
  const about = ABOUT_A_POST.has(type) ? listOf(activity.object) : [];
  const undone =
    type === "Undo" && inner !== null && ABOUT_A_POST.has(String(inner.type)) ? listOf(inner.object) : [];
  const others =
    type === "Delete" ? listOf(activity.object).filter((one) => !idOf(one)?.startsWith(origin)) : [];
  const all = [...about, ...undone, ...others, single(inner?.inReplyTo)]
    .map((one) => idOf(one))
    .filter((iri) => iri !== null);
  return all.filter((iri) => !PERSON.test(iri));
}

function beforeOf(activity: JsonObject, actor: string, { groupIri }: Setting): JsonObject | null {
  const object = single(activity.object);
  const id = idOf(object);
  const type = String(single(activity.type));
  const own = id?.startsWith(new URL(actor).origin) && id !== actor;
  const changes =
    type === "Delete" ||
    (type === "Update" && isJsonObject(object) && CONTENT_TYPES.has(String(object.type)));
  if (changes && own) {
    const inReplyTo = isJsonObject(object) ? object.inReplyTo : undefined;
    const post = {
      id,
      type: "Note",
      attributedTo: actor,
      audience: groupIri,
      to: [PUBLIC_IRI],
      content: "<p>As it was before.</p>",
      published: "2020-01-01T00:00:00Z",
    };
    const whole = inReplyTo === undefined || inReplyTo === null ? post : { ...post, inReplyTo };
    return {
      "@context": AS2_CONTEXT,
      id: `${id}#before`,
      type: "Create",
      actor,
      to: [PUBLIC_IRI],
      object: whole,
    } as JsonObject;
  }
  const undoes =
    type === "Undo" && isJsonObject(object) && typeof object.id === "string" && object.actor === actor;
  return undoes ? { "@context": AS2_CONTEXT, ...object } : null;
}

function moveAll(value: Json | undefined, move: (text: string) => string): Json | undefined {
  if (typeof value === "string") return move(value);
  if (Array.isArray(value)) return value.map((one) => moveAll(one as Json, move) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === "@context" ? one : moveAll(one, move)]),
  );
}
