import { idOf, uuidOf } from "./ids.ts";

export type ActorKind = "person" | "group" | "node" | "service";

/** Every address of a node, built in one place. `origin` is scheme://host[:port], without a slash at the end. */
export function irisOf(origin: string) {
  return {
    origin,
    node: `${origin}/ap/actor`,
    scribe: `${origin}/ap/scribe`,
    sharedInbox: `${origin}/ap/inbox`,
    person: (uuid: string) => `${origin}/ap/p/${idOf(uuid)}`,
    group: (uuid: string) => `${origin}/ap/g/${idOf(uuid)}`,
    object: (uuid: string) => `${origin}/ap/o/${idOf(uuid)}`,
    activity: (uuid: string) => `${origin}/ap/a/${idOf(uuid)}`,
    grant: (groupIri: string, uuid: string) => `${groupIri}/memberships/${idOf(uuid)}`,
    /** The Group's `cop:threads` template filled with a root (profile C.1, RFC 6570 simple expansion). */
    thread: (groupIri: string, rootIri: string) => `${groupIri}/t?root=${encodeURIComponent(rootIri)}`,
    page: {
      community: (handle: string) => `${origin}/c/${handle}`,
      topic: (handle: string, uuid: string) => `${origin}/c/${handle}/t/${idOf(uuid)}`,
      person: (handle: string) => `${origin}/people/${handle}`,
    },
  };
}

export type Iris = ReturnType<typeof irisOf>;

/** The origin of an IRI, or null when it is not an absolute http(s) address without user information. */
export function originOf(iri: string): string | null {
  try {
    const url = new URL(iri);
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    if (url.username !== "" || url.password !== "") return null;
    return url.origin;
  } catch {
    return null;
  }
}

/** The UUID in the last path segment of one of our own IRIs, or null. */
export function uuidIn(iri: string): string | null {
  const last = iri.slice(iri.lastIndexOf("/") + 1);
  return uuidOf(last);
}

/** True when both are addresses of one origin (scheme, host and port). Hosts alone are never compared. */
export function sameOrigin(a: string, b: string): boolean {
  const origin = originOf(a);
  return origin !== null && origin === originOf(b);
}
