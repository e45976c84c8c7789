import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Site } from "../../deploy/lab/councils.ts";

/** The site of a node that a test runs as a process of its own, and kills. */
export function killedSite(of: {
  readonly name: string;
  readonly origin: string;
  readonly databaseUrl: string;
  /** Under which its own data lies. */
  readonly folder: string;
  readonly privateNetworks?: readonly { readonly origin: string; readonly cidr: string }[];
}): Site {
  const { name, origin, databaseUrl, folder } = of;
  const settings = {
    ...{ origin, port: Number(new URL(origin).port), dataDir: join(folder, name), databaseUrl },
    ...{ nodeName: name, key: randomBytes(32).toString("base64"), logLevel: "warning" },
    councils: [{ name: `${name} council`, domains: [`${name}.gov.example`], own: true }],
    contact: { name: "Pat Reed", email: `help@${name}.gov.example` },
    privateNetworks: of.privateNetworks ?? [],
  };
  return { name, origin, databaseUrl, settings };
}
