import type { JsonObject } from "../jcs.ts";

/** A council that a node serves. `registerId` is the code of a public register (for example "E08000024"). */
export interface CouncilFacts {
  readonly name: string;
  readonly nameCy: string | null;
  readonly registerId: string | null;
  /** The council that runs the node itself, where there is one. */
  readonly own: boolean;
}

/** Councils as they stand on a node actor and in a request to connect (docs/federation/connecting.md, P-02). */
export function councilsFor(councils: readonly CouncilFacts[]): JsonObject[] {
  return councils.map((council) => ({
    type: "Organization",
    name: council.name,
    ...(council.nameCy === null ? {} : { nameMap: { en: council.name, cy: council.nameCy } }),
    ...(council.registerId === null ? {} : { "cop:organisationId": council.registerId }),
    "cop:own": council.own,
  }));
}
