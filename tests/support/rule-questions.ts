import type { NodeContext, WriteContext } from "../../node/context.ts";
import type { Tx } from "../../node/db/open.ts";
import { findAsker, hasMemberAt, mayPeerReadHidden } from "../../node/hidden/readers.ts";
import { hasReaderAt, inboxOf, readersElsewhere } from "../../node/visibility/audience.ts";
import { isHeldHere, isHolder, listHolders, mayNodeHold } from "../../node/visibility/holders.ts";
import { knownCommunities, readableCommunities } from "../../node/visibility/readable.ts";
import { ANYONE, type Viewer, viewerOf } from "../../node/visibility/viewer.ts";
import { NODES, originOf, type RuleWorld } from "./rule-world.ts";

/** A question, its answer, and how to ask it through a connection that may leave something out. */
export type Question = readonly [what: string, answer: string, ask: (ctx: NodeContext) => Promise<string>];

/** Who, what they read, and what they know of: names of communities. */
export type Reader = readonly [
  who: string,
  viewer: Viewer,
  reads: readonly string[],
  knows: readonly string[],
];

const OPEN = ["open", "restricted"];
const LISTED = ["closed", "heard", "open", "other", "restricted", "shut", "silent"];

/** What each may read and may know of. Written by hand. */
export function readersOf(world: RuleWorld): readonly Reader[] {
  const person = (name: string): Viewer => viewerOf(world.person[name] ?? "");
  const opening = (name: string): Viewer => ({
    ...{ kind: "person", actorId: world.person[name] ?? "", accountId: world.account[name] ?? null },
    opened: new Date(),
  });
  const peer = (name: string): Viewer => ({ kind: "peer", origin: originOf(name) });
  return [
    ["anyone", ANYONE, OPEN, LISTED],
    ["a stranger", { kind: "stranger", origin: originOf("holder") }, OPEN, LISTED],
    ["a member", person("active"), ["closed", "heard", "hidden", ...OPEN], [...LISTED, "hidden"]],
    ["one suspended", person("suspended"), ["closed", "hidden", ...OPEN], [...LISTED, "hidden"]],
    ["one who asked", person("requested"), OPEN, LISTED],
    ["one refused", person("refused"), OPEN, LISTED],
    ["one who left", person("ended"), OPEN, LISTED],
    ["an outsider", person("outsider"), OPEN, LISTED],
    ["an administrator", person("administrator"), OPEN, LISTED],
    ["one with emergency access", opening("administrator"), ["closed", ...OPEN], LISTED],
    ["one without", opening("second"), OPEN, LISTED],
    ["one who was administrator", opening("former"), OPEN, LISTED],
    ["a disabled administrator", opening("disabled"), OPEN, LISTED],
    ["a node with members", peer("holder"), ["closed", ...OPEN], LISTED],
    ["a node of one suspended", peer("keeper"), ["other", ...OPEN], LISTED],
    ["a node whose member was deleted", peer("memberless"), OPEN, LISTED],
    ["a node that paused", peer("paused"), OPEN, LISTED],
    ["a node that is not connected", peer("known"), OPEN, LISTED],
    ["a blocked node", peer("blocked"), OPEN, LISTED],
    ["a node of another make", peer("unlike"), OPEN, LISTED],
    ["a node without a mark", peer("unmarked"), OPEN, LISTED],
    ["a node that promises nothing", peer("unpromising"), OPEN, LISTED],
  ];
}

/** Names in the order of the alphabet, as the answers are written. */
export const sorted = (names: Iterable<string>): string => [...names].sort().join(" ");

/** Names of the communities of some ids. */
export function namesOf(world: RuleWorld, rows: readonly { readonly id: string }[]): string {
  const found = new Set(rows.map(({ id }) => id));
  return sorted(Object.keys(world.community).filter((name) => found.has(world.community[name] ?? "")));
}

/** The rule itself; `plain` asks for the communities, and only the rule through what may leave something out. */
export function askReaders(world: RuleWorld, { sql: plain }: NodeContext): readonly Question[] {
  return readersOf(world).flatMap(([who, viewer, reads, knows]): Question[] => [
    [
      `what ${who} reads`,
      sorted(reads),
      async ({ sql }) =>
        namesOf(
          world,
          await plain`select id from communities where id in ${readableCommunities(sql, viewer)}`,
        ),
    ],
    [
      `what ${who} knows`,
      sorted(knows),
      async ({ sql }) =>
        namesOf(world, await plain`select id from communities where id in ${knownCommunities(sql, viewer)}`),
    ],
  ]);
}

/** The nodes for which something is so. */
const which = (ask: (ctx: NodeContext, name: string) => Promise<boolean>) => async (ctx: NodeContext) => {
  const yes: string[] = [];
  for (const name of NODES) if (await ask(ctx, name)) yes.push(name);
  return yes.join(" ");
};

/** Which nodes may hold copies, and which have readers. */
export function askNodes({ community }: RuleWorld): readonly Question[] {
  const at = (name: string) => community[name] ?? "";
  const holders = (of: string) => which((ctx, name) => isHolder(ctx, at(of), originOf(name)));
  const readers = (of: string) => which((ctx, name) => hasReaderAt(ctx, at(of), originOf(name)));
  const mayHold = (who: (name: string) => string) =>
    which((ctx, name) => mayNodeHold(ctx, `${originOf(name)}/ap/person/${who(name)}`));
  const inList = (of: string) => async (ctx: NodeContext) =>
    (await listHolders(ctx, at(of))).map(({ name, home }) => (home ? "home" : name)).join(" ");
  const held = async (ctx: NodeContext) => {
    const names: string[] = [];
    for (const name of Object.keys(community)) if (await isHeldHere(ctx, at(name))) names.push(name);
    return sorted(names);
  };
  return [
    ["holders of closed", "holder", holders("closed")],
    ["holders of hidden", "", holders("hidden")],
    ["holders of open", "", holders("open")],
    ["holders of other", "keeper", holders("other")],
    ["holders of shut", "", holders("shut")],
    ["nodes that may hold", "holder keeper memberless", mayHold((name) => `of-${name}`)],
    ["nobody's nodes", "", mayHold(() => "nobody")],
    ["readers of closed", "holder paused known blocked unlike unmarked unpromising", readers("closed")],
    ["readers of other", "keeper", readers("other")],
    ["readers of restricted", "keeper", readers("restricted")],
    ["readers of heard", "", readers("heard")],
    ["the list of closed", "home holder", inList("closed")],
    ["the list of other", "home keeper", inList("other")],
    ["the list of shut", "home", inList("shut")],
    ["what is held here", "closed heard hidden silent", held],
  ];
}

/** Who may be told of hidden communities by reference. */
export function askByReference({ community, peer }: RuleWorld): readonly Question[] {
  const member = (of: string) =>
    which(async (ctx, name) => hasMemberAt(ctx, community[of] ?? "", peer[name] ?? ""));
  const asker = (of: string, who: string, from?: string, at = "here") =>
    which(async (ctx, name) => {
      const by = { groupIri: `${originOf(at)}/ap/group/${of}`, origin: originOf(from ?? name) };
      return (
        (await findAsker(ctx, { ...by, personIri: `${originOf(name)}/ap/person/${who}-${name}` })) !== null
      );
    });
  const mayRead = which(async (ctx, name) => mayPeerReadHidden(ctx, peer[name] ?? ""));
  return [
    ["nodes that may read hidden ones", "holder memberless", mayRead],
    ["nodes with a member of other", "keeper", member("other")],
    ["nodes with a member of shut", "", member("shut")],
    ["members who ask by reference", "holder", asker("hidden", "of")],
    ["for a closed one", "", asker("closed", "of")],
    ["for one of another node", "", asker("away", "of", undefined, "distant")],
    ["for what is not there", "", asker("nothing", "of")],
    ["who left it and is in another", "", asker("hidden", "left")],
    ["that other", "holder", asker("secret", "left")],
    ["in the name of another node", "", asker("hidden", "of", "memberless")],
    ["deleted", "", asker("hidden", "gone")],
    ["suspended by this node", "", asker("hidden", "banned")],
    ["no person", "", asker("hidden", "service")],
    ["invited", "holder", asker("secret", "invited")],
    ["invited to another", "", asker("hidden", "invited")],
    ["invited too long ago", "", asker("hidden", "late")],
    ["nobody there", "", asker("hidden", "nobody")],
  ];
}

/** Where a community is sent to, and where a person is written to. */
export function askSending({ community, person }: RuleWorld): readonly Question[] {
  type Mode = "network" | "open";
  const writing = (ctx: NodeContext, federationMode: Mode): WriteContext => ({
    ...ctx,
    sql: ctx.sql as unknown as Tx,
    config: { ...ctx.config, federationMode },
    writing: true,
    now: ctx.clock.now(),
    afterCommit: () => {},
  });
  const short = (inbox: string | null) =>
    inbox?.replace(/^https:\/\/(\w+)\.gov\.example\/ap\/?(.*?)\/?inbox$/, "$1:$2").replace(/:$/, "") ??
    "nowhere";
  const to =
    (of: string, mode: Mode = "network") =>
    async (ctx: NodeContext) =>
      (await readersElsewhere(writing(ctx, mode), community[of] ?? ""))
        .map((one) => short(one.inbox))
        .join(" ");
  const letter =
    (name: string, mode: Mode = "network") =>
    async (ctx: NodeContext) =>
      short(await inboxOf(writing(ctx, mode), person[name] ?? ""));
  return [
    ["open", "holder paused unlike unmarked unpromising", to("open")],
    ["open, in an open network", "holder known paused unlike unmarked unpromising", to("open", "open")],
    ["restricted", "keeper", to("restricted")],
    ["closed", "holder", to("closed")],
    ["closed, in an open network", "holder", to("closed", "open")],
    ["hidden", "", to("hidden")],
    ["other", "keeper:alone-keeper", to("other")],
    ["shut", "", to("shut")],
    ["a letter to a member", "holder:of-holder", letter("of-holder")],
    ["a letter to one paused", "paused:of-paused", letter("of-paused")],
    ["a letter to one not connected", "nowhere", letter("of-known")],
    ["the same in an open network", "known:of-known", letter("of-known", "open")],
    ["a letter to one blocked", "nowhere", letter("of-blocked", "open")],
    ["a letter to somebody here", "nowhere", letter("active")],
  ];
}
