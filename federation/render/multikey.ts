import { createPublicKey } from "node:crypto";
import { multikeyOf } from "../multibase.ts";

/** The Multikey text (FEP-521a) of an Ed25519 key kept as PEM. */
export function multikeyOfPem(pem: string): string {
  return multikeyOf(createPublicKey(pem));
}
