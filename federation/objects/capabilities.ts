import { COP_NAMESPACE } from "../contexts.ts";
import type { JsonObject } from "../jcs.ts";

/** What a node may say it supports (FEP-844e). It names only what works (resolution 18, A-03). */
export const CAPABILITIES = {
  core: { href: `${COP_NAMESPACE}core-1`, name: "CoP core 1" },
  closed: { href: `${COP_NAMESPACE}closed-1`, name: "CoP closed groups 1" },
  confidential: { href: `${COP_NAMESPACE}confidential-1`, name: "CoP hidden groups by reference 1" },
  wiki: { href: `${COP_NAMESPACE}wiki-1`, name: "CoP wiki 1" },
  groups: { href: "https://w3id.org/fep/1b12", name: "FEP-1b12" },
  proofs: { href: "https://w3id.org/fep/8b32", name: "FEP-8b32" },
  administrators: { href: "https://w3id.org/fep/baf5", name: "FEP-baf5" },
  rfc9421: { href: "https://datatracker.ietf.org/doc/html/rfc9421", name: "RFC 9421" },
} as const;

export type Capability = keyof typeof CAPABILITIES;

export function capabilitiesFor(names: readonly Capability[]): JsonObject[] {
  return names.map((name) => ({ ...CAPABILITIES[name] }));
}

/** The `generator` of a person or community: the node, and that it speaks this profile. */
export function generatorFor(origin: string): JsonObject {
  return {
    type: "Application",
    id: `${origin}/ap/actor`,
    implements: [{ href: CAPABILITIES.core.href }],
  };
}
