import { PUBLIC_IRI } from "../../federation/contexts.ts";
import { isJsonObject, type Json, type JsonObject } from "../../federation/jcs.ts";
import type { ForeignScene } from "./foreign-scene.ts";
import { SHAPES } from "./foreign-shapes.ts";
import type { PeerActor } from "./peer-actor.ts";

export type Act = JsonObject & { readonly id: string };

let made = 0;

/** An activity with the program's context and an id of its own making under `path`. */
export function act(
  { there }: Pick<ForeignScene, "there">,
  actor: PeerActor,
  type: string,
  members: Record<string, Json | undefined>,
): Act {
  const id = `${there.peer.origin}/activities/${type.toLowerCase()}/${++made}`;
  const whole = { "@context": SHAPES[there.program].context, id, type, actor: actor.iri, ...members };
  return JSON.parse(JSON.stringify(whole)) as Act;
}

/** A number for addresses of posts. */
export function nextNumber(): number {
  return ++made;
}

/** A note as Mastodon and GoToSocial write it: no title, the community is mentioned, no audience. */
export function noteBy(
  scene: ForeignScene,
  author: PeerActor,
  facts: { text: string; inReplyTo?: string; mention?: boolean; id?: string; updated?: Date },
): JsonObject & { readonly id: string } {
  const { there, group, node } = scene;
  const mention = facts.mention ?? true;
  const name = `@${group.handle}@${new URL(node.origin).host}`;
  const html = mention
    ? `<p><span class="h-card"><a href="${group.iri}" class="u-url mention">@<span>${group.handle}</span></a></span> ${facts.text}</p>`
    : `<p>${facts.text}</p>`;
  const id = facts.id ?? `${author.iri}/statuses/${nextNumber()}`;
  return {
    id,
    type: "Note",
    summary: null,
    inReplyTo: facts.inReplyTo ?? null,
    published: "2026-11-16T08:59:00Z",
    ...(facts.updated ? { updated: facts.updated.toISOString() } : {}),
    url: `${there.peer.origin}/@${author.handle}/${nextNumber()}`,
    attributedTo: author.iri,
    to: there.program === "gotosocial" ? PUBLIC_IRI : [PUBLIC_IRI],
    cc: [`${author.iri}/followers`, ...(mention ? [group.iri] : [])],
    sensitive: false,
    atomUri: id,
    conversation: "tag:social,2026-11-16:objectId=1:objectType=Conversation",
    content: html,
    contentMap: { en: html },
    attachment: [],
    tag: mention ? [{ type: "Mention", href: group.iri, name }] : [],
    replies: { id: `${id}/replies`, type: "Collection", first: { type: "CollectionPage", items: [] } },
  };
}

/** The LD signature that Mastodon adds to what it sends; nobody reads it here. */
export function ldSigned(activity: Act, by: PeerActor): Act {
  const signature = {
    type: "RsaSignature2017",
    creator: by.keyId,
    created: "2026-11-16T09:00:00Z",
    signatureValue: "bm90IHJlYWQgYnkgYW55Ym9keQ==",
  };
  return { ...activity, signature };
}

/** A Create with the addressees of its object. */
export function create(scene: ForeignScene, by: PeerActor, object: JsonObject): Act {
  const { to, cc, published } = object;
  return act(scene, by, "Create", { to, cc, published, object });
}

/** Activities in a line each, as `Undo of Announce by <actor>: <id>`: what they are, who acts, about what. */
export function inShort(activities: readonly JsonObject[]): string[] {
  return activities.map(({ type, actor, object }) => {
    const [inner] = Array.isArray(object) ? object : [object];
    if (!isJsonObject(inner)) return `${type} by ${actor}: ${inner}`;
    return `${type} of ${inner.type} by ${actor}: ${inner.id}`;
  });
}

/** The object that an activity carries whole. */
export function objectOf(activity: JsonObject | undefined): JsonObject {
  const object = activity?.object;
  if (!isJsonObject(object)) throw new Error(`${activity?.type} carries no object.`);
  return object;
}
