import { join } from "node:path";
import { type Config, readConfig } from "../../node/config.ts";
import { councils, nodes } from "./content/councils.ts";
import type { DemoNode, NodeKey } from "./content/types.ts";
import { personOf } from "./world.ts";

/** Where one site of the demo is. */
export interface Place {
  readonly origin: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
}

/** The address that a site has in the demo. */
export function originOf(node: DemoNode, port = node.port): string {
  return `http://${node.key}.localhost:${port}`;
}

/** The settings of one site, checked. `origins`: of all three; `more`: as in the file of settings. */
export function configOf(key: NodeKey, place: Place, origins: readonly string[], more: object = {}): Config {
  const node = siteOf(key);
  const contact = personOf(node.contact);
  return readConfig(
    {},
    JSON.stringify({
      ...place,
      port: Number(new URL(place.origin).port),
      nodeName: node.name,
      brandColour: node.brandColour,
      councils: node.councils.map((council, i) => councilOf(council, i === 0)),
      contact: { name: contact.name, email: contact.email },
      privateNetworks: origins.map((origin) => ({ origin, cidr: "127.0.0.0/8" })),
      logLevel: "warning",
      ...more,
    }),
  );
}

export function siteOf(key: NodeKey): DemoNode {
  const found = nodes.find((node) => node.key === key);
  if (!found) throw new Error(`The demo has no site ${key}.`);
  return found;
}

/** The folder of one site in the demo's data folder. */
export function folderOf(data: string, key: NodeKey): string {
  return join(data, key);
}

function councilOf(key: string, own: boolean) {
  const found = councils.find((council) => council.key === key);
  if (!found) throw new Error(`The demo has no council ${key}.`);
  const { name, registerId, domains } = found;
  return { name, registerId, domains, own };
}
