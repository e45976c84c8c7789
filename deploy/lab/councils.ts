import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { askToRegister, completeRegistration } from "../../node/accounts/register.ts";
import { readConfig } from "../../node/config.ts";
import type { NodeContext } from "../../node/context.ts";
import { freePort } from "../../node/db/embedded-server.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { type OpenNode, openNode } from "../../node/start.ts";
import { type Client, type ClientOptions, openClient } from "./client.ts";
import { until } from "./pause.ts";
import type { LabPostgres } from "./postgres.ts";

/** One council's node: where it is and how it is set up. */
export interface Site {
  readonly name: string;
  readonly origin: string;
  readonly databaseUrl: string;
  readonly settings: Readonly<Record<string, unknown>> & { readonly dataDir: string };
}

export interface SitesOptions {
  readonly names: readonly string[];
  readonly postgres: LabPostgres;
  readonly folder: string;
  /** Other origins that they may reach: scripted ones. */
  readonly reach?: readonly string[];
  /** From one to another by an address of its own (`wayAddress`), on which something must listen and pass on. */
  readonly ways?: boolean;
  /** Further settings, in the shape of the file of settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The loopback address on which the way from one site to another begins, by their places in the list of names. */
export function wayAddress(from: number, to: number): string {
  return `127.0.${from + 1}.${to + 1}`;
}

/** Prepares sites that may reach each other, each with an empty database. */
export async function prepareSites(options: SitesOptions): Promise<readonly Site[]> {
  const origins: string[] = [];
  for (const name of options.names) origins.push(`http://${name}.localhost:${await freePort()}`);
  const sites: Site[] = [];
  for (const [index, name] of options.names.entries()) {
    await options.postgres.create(name);
    const origin = origins[index] ?? "";
    const databaseUrl = options.postgres.url(name);
    const settings = {
      origin,
      port: Number(new URL(origin).port),
      dataDir: join(options.folder, name),
      databaseUrl,
      nodeName: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      councils: [{ name: `${name} council`, domains: [`${name}.gov.example`], own: true }],
      key: randomBytes(32).toString("base64"),
      contact: { name: "Pat Reed", email: `help@${name}.gov.example` },
      privateNetworks: [...origins, ...(options.reach ?? [])].map((one, to) => ({
        origin: one,
        cidr: options.ways && to < origins.length ? `${wayAddress(index, to)}/32` : "127.0.0.0/8",
      })),
      logLevel: "warning",
      ...options.settings,
    };
    sites.push({ name, origin, databaseUrl, settings });
  }
  return sites;
}

/** Opens a site in this process, without listening and without its background work: to set it up by its verbs. */
export function openSite(site: Site): Promise<OpenNode> {
  return openNode(readConfig({}, JSON.stringify(site.settings)), { workers: "by-hand", connections: 4 });
}

export interface Officer {
  readonly name: string;
  readonly site: Site;
  readonly email: string;
  readonly accountId: string;
  readonly actorId: string;
}

const PASSWORD = "teal harbour lanterns 4";

/** Makes an account as people do: by the link in a mail. */
export async function joinAs(ctx: NodeContext, site: Site, name: string, number: number): Promise<Officer> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${site.name}.gov.example`;
  const visitor = { address: `198.51.100.${number % 250}`, device: "Firefox on Windows" };
  await askToRegister(ctx, { email, language: "en" }, visitor);
  const [mail] = await ctx.sql<{ links: { open: string } }[]>`
    select links from mails where recipient = ${email} order by created desc limit 1`;
  const link = mail?.links.open ?? "";
  const { accountId } = await completeRegistration(
    ctx,
    link.slice(link.lastIndexOf("/") + 1),
    { name, roleTitle: "Adoption support worker", password: PASSWORD, organisationId: null, language: "en" },
    visitor,
  );
  const [row] = await ctx.sql<{ actor_id: string }[]>`select actor_id from accounts where id = ${accountId}`;
  return { name, site, email, accountId, actorId: row?.actor_id ?? "" };
}

/** A client that is signed in. */
export async function signIn(officer: Officer, options: ClientOptions = {}): Promise<Client> {
  const client = openClient(officer.site.origin, options);
  await until(`${officer.name} signs in`, async () => {
    const answer = await client.post("/sign-in", { email: officer.email, password: PASSWORD });
    return answer.status === 200;
  });
  return client;
}

/** `a` asks to connect, `b` accepts; both nodes' processes must run. */
export async function connect(a: NodeContext, b: NodeContext): Promise<void> {
  await askPeer(a, { accountId: null, address: b.config.origin, message: "Shall we connect?" });
  const asked = await until("the request to connect", async () => {
    const peer = await peerByOrigin(b.sql, a.config.origin);
    return peer?.state === "knocking" ? peer : null;
  });
  await answerPeer(b, { peerId: asked.id, accept: true, reason: "", accountId: null });
  await until("the answer to it", async () => {
    const peer = await peerByOrigin(a.sql, b.config.origin);
    return peer?.state === "accepted";
  });
}
