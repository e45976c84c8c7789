import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import type { Resolve } from "../../node/egress/resolve.ts";
import { joinAs, PASSWORD } from "../support/accounts.ts";
import { testClock } from "../support/context.ts";
import { type Listener, openListener } from "../support/listener.ts";
import { type Answered, openPeer, type Peer } from "../support/peerkit.ts";
import { freePort } from "../support/ports.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";
import { type Network, type NetworkNode, networkOf, startEmptyNode } from "../support/start-nodes.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

/** Addresses that belong to nobody on the network, or to the machine and its cloud (A02). */
const SPECIAL = [
  ...["169.254.169.254", "fd00:ec2::254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"],
  ...["192.0.2.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "fe80::1", "ff02::1", "2001:db8::1"],
];
/** Loopback in other clothes (A03), as a name server may answer it and as a host may be written. */
const MAPPED = ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1"];
const SPELT = ["0x7f.1", "2130706433", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"];

const written = (address: string) => (address.includes(":") ? `[${address}]` : address);

/** A council's node with a real name, to which name servers answer as the attacker likes. */
interface Live {
  readonly net: Network;
  readonly node: NetworkNode;
  /** Has keys to sign with; nobody ever reaches it. */
  readonly attacker: Peer;
  /** Listens where the node may go by name only, and only inside another range. */
  readonly inside: Listener;
  /** Listens where `turning.example` may be, as long as that is 127.0.0.1. */
  readonly turning: Listener;
  readonly pat: Browser;
  /** Names asked for, in order. */
  readonly looked: string[];
  /** Answers of the name server, the last of which stays. */
  readonly names: Map<string, string[]>;
}

let live: Live;
beforeAll(async () => {
  live = await openLive();
});
afterAll(async () => {
  await live.net[Symbol.asyncDispose]();
  for (const one of [live.attacker, live.inside, live.turning]) await one.close();
});

async function openLive(): Promise<Live> {
  const [looked, names] = [[] as string[], new Map<string, string[]>()];
  const resolve: Resolve = async (name) => {
    looked.push(name);
    const answers = names.get(name) ?? ["8.8.8.8"];
    const address = (answers.length > 1 ? answers.shift() : answers[0]) ?? "";
    return [{ address, family: address.includes(":") ? 6 : 4 }];
  };
  const inside = await openListener();
  const turning = await openListener((_request, response) =>
    response.writeHead(404, { connection: "close" }).end(),
  );
  const port = await freePort();
  const privateNetworks = [
    { origin: `http://inside.example:${inside.port}`, cidr: "10.255.255.0/24" },
    { origin: `http://turning.example:${turning.port}`, cidr: "127.0.0.1/32" },
  ];
  const clock = testClock();
  const origins = new Map([["somerset", `https://north.example:${port}`]]);
  const node = await startEmptyNode({
    name: "somerset",
    origins,
    clock,
    config: { privateNetworks },
    resolve,
  });
  const email = "pat.reed@somerset.gov.example";
  const { accountId } = await joinAs(node.ctx, "Pat Reed", email);
  await makeAdministrator(node.ctx, { accountId, by: null });
  const pat = browserOn(webAppFor(node.ctx), node.origin);
  await pat.post("/sign-in", { email, password: PASSWORD });
  const net = networkOf({ somerset: node }, clock);
  return { net, node, attacker: await openPeer("evil"), inside, turning, pat, looked, names };
}

/** A signed request to connect, by a node that is said to be at an address: the key is there too. */
function askFrom(origin: string): Promise<Answered> {
  const { attacker, node } = live;
  const by = { ...attacker.node, iri: `${origin}/ap/actor`, keyId: `${origin}/ap/actor#main-key` };
  const asks = { id: `${origin}/ap/a/1`, object: `${node.origin}/ap/actor` };
  return attacker.post(node, attacker.draft(by, "Follow", asks), { by, to: "/ap/actor/inbox" });
}

/** Sends it, and expects that nothing was reached and nothing changed but what is said. */
async function reachesNothing(what: string, send: () => Promise<number>, but: readonly string[] = []) {
  const { node, net } = live;
  await net.settle();
  const before = await rowsOf(node.ctx);
  const status = await send();
  await net.settle();
  expect([400, 401, 403, 422, 503], `${what}: ${status}`).toContain(status);
  expect(changedRows(before, await rowsOf(node.ctx), but), what).toEqual([]);
  expect(live.inside.connections(), what).toBe(0);
}

describe("A running node that strangers lead to addresses of the machine and its cloud", () => {
  test.each([...SPECIAL, ...MAPPED])(
    "A02, A03: a node whose name leads to %s is refused",
    async (address) => {
      const name = `n${address.replaceAll(/\W/g, "-")}x.example`;
      live.names.set(name, [address]);
      await reachesNothing(address, async () => (await askFrom(`https://${name}`)).status);
      expect(live.looked, "the name itself was looked up").toContain(name);
    },
  );

  test("A02: nor one whose name is allowed, in another range than it leads to", async () => {
    live.names.set("inside.example", ["127.0.0.1"]);
    const origin = `http://inside.example:${live.inside.port}`;
    await reachesNothing(origin, async () => (await askFrom(origin)).status);
    expect(live.looked).toContain("inside.example");
  });

  test.each([...SPECIAL.map(written), ...SPELT])(
    "A02, A03: a node at %s is refused, and no name looked up",
    async (host) => {
      const before = live.looked.length;
      for (const origin of [`https://${host}`, `http://${host}:${live.inside.port}`])
        await reachesNothing(origin, async () => (await askFrom(origin)).status);
      expect(live.looked).toHaveLength(before);
    },
  );

  test("A05: a name that leads elsewhere at the next connection is judged again, and not connected to", async () => {
    const origin = `http://turning.example:${live.turning.port}`;
    live.names.set("turning.example", ["127.0.0.1", "127.0.0.2", "169.254.169.254", "127.0.0.1"]);
    const asked: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      live.net.clock.advance(10);
      await reachesNothing(origin, async () => (await askFrom(origin)).status);
      asked.push(live.turning.requests.length);
    }
    const [first = 0, second, third] = asked;
    expect(first).toBeGreaterThan(0);
    expect([second, third], "while the name led elsewhere").toEqual([first, first]);
    expect(live.turning.connections()).toBe(live.turning.requests.length);
  });

  test("A13: an administrator's form refuses such an address in every spelling, and says so beside the field", async () => {
    live.names.set("metadata.example", ["169.254.169.254"]);
    const typed = [
      ...["169.254.169.254", "http://169.254.169.254/latest/meta-data/", "https://169.254.169.254"],
      ...[
        "https://metadata.example",
        "metadata.example",
        "https://[fd00:ec2::254]",
        "http://metadata.example",
      ],
      ...SPELT.flatMap((host) => [host, `https://${host}`, `http://${host}:${live.inside.port}`]),
      ...["http://localhost", "file:///etc/passwd", "gopher://council.example", "https://a@b.example"],
      `https://inside.example:${live.inside.port}`,
      `http://inside.example:${live.inside.port}`,
    ];
    const send = async () => {
      for (const address of typed) {
        for (const act of ["/admin/peers/look", "/admin/peers"]) {
          const answer = await live.pat.post(act, { address });
          expect([act, address, answer.status]).toEqual([act, address, 422]);
          expect(answer.text, address).toContain("address-error");
        }
      }
      return 422;
    };
    await reachesNothing("the form", send, ["sessions"]);
  });
});
