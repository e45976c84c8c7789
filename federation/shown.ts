import { EgressRefused } from "../node/egress/errors.ts";
import { Outage, refuse } from "../node/refusal.ts";
import { readActivityJson } from "./documents.ts";
import { signedGet, userAgent } from "./get-document.ts";
import type { Wire } from "./wire.ts";

/** Where a node answers whether it shows a post of another node's community. */
export function shownIriOf(origin: string, postIri: string): string {
  return `${origin}/ap/shown?${new URLSearchParams({ id: postIri })}`;
}

/**
 * Asks a node whether it shows a post: signed by this node, as it shows it to its members; unsigned, as to anyone. 404 and 410
 * say no; a document that names the post, and is no Tombstone, says yes. Throws Outage when it is away; refuses `unsupported`
 * for any other answer, which proves nothing.
 */
export async function askShown(
  wire: Wire,
  origin: string,
  { postIri, signed }: { readonly postIri: string; readonly signed: boolean },
): Promise<boolean> {
  const url = shownIriOf(origin, postIri);
  const answer = signed ? await signedGet(wire, url) : await unsignedGet(wire, url);
  const { status } = answer;
  if (status === 404 || status === 410) return false;
  if (status >= 500 || status === 429 || status === 408) throw new Outage(`http-${status}`);
  const read = readActivityJson(answer);
  if (!read.ok || read.document.id !== postIri) return refuse("unsupported");
  return read.document.type !== "Tombstone";
}

async function unsignedGet(wire: Wire, url: string) {
  try {
    return await wire.egress.request({
      method: "GET",
      url,
      headers: { accept: "application/activity+json", "user-agent": userAgent(wire) },
      maxBytes: 256 * 1024,
    });
  } catch (error) {
    if (error instanceof EgressRefused) throw error;
    throw new Outage((error as { why?: string }).why ?? "unknown", { cause: error });
  }
}
