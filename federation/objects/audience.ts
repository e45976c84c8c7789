import { PUBLIC_IRI } from "../contexts.ts";
import { groupCollectionsOf } from "./group.ts";

/** A community as something to address. `readers` follows from its level: the world, or its members. */
export interface GroupAddress {
  readonly iri: string;
  /** `@road_safety@north.example` */
  readonly name: string;
  readonly readers: "everyone" | "members";
}

/** `to` of content in a community (profile C.1): Public and the Group, or the Group and its followers. */
export function contentTo(group: GroupAddress): string[] {
  return group.readers === "everyone"
    ? [PUBLIC_IRI, group.iri]
    : [group.iri, groupCollectionsOf(group.iri).followers];
}

/** `to` and `cc` of what a Group sends to all its followers (profile E.1, D.1). */
export function relayAddressing(group: GroupAddress): { to: string[]; cc: string[] } {
  const { followers } = groupCollectionsOf(group.iri);
  return group.readers === "everyone" ? { to: [PUBLIC_IRI], cc: [followers] } : { to: [followers], cc: [] };
}

/** Each address once, in order, without those in `except`. */
export function uniqueIris(iris: readonly string[], except: readonly string[] = []): string[] {
  return [...new Set(iris)].filter((iri) => !except.includes(iri));
}
