import { createCommunity } from "../../node/communities/create.ts";
import { inviteElsewhere, joinHidden } from "../../node/hidden/invite.ts";
import { idOf } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { joinedPlace, listPlaces } from "../../node/places/places.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { RunningNode } from "../../node/start.ts";
import { ceilings, quantilesOf, show } from "./figures.ts";
import { ask } from "./http.ts";
import { signIn } from "./page.ts";
import { joinNode, openSites, settle, startCommunity } from "./sites.ts";

const POSTS = 25;
const REQUESTS = 200;

/**
 * A page of a hidden community read through another council's node, beside the same page at its own node. Both nodes run
 * in this process, one request at a time: what the way adds is what is measured.
 */
export async function benchByref(): Promise<void> {
  await using sites = await openSites({ names: ["north", "east"], workers: "by-hand" });
  const [north, east] = sites.nodes;
  if (!north || !east) throw new Error("Not all nodes started.");
  const { actorId: martin } = await startCommunity(north);
  const amara = (await joinNode(east, "Amara Okafor")).actorId;
  const paths = await startHidden({ north, east, martin, amara });
  const [atHome, through] = [await signIn(north, martin), await signIn(east, amara)];
  for (const [name, page] of Object.entries(paths)) {
    const local = await timed(north.origin, page.home, atHome);
    const reference = await timed(east.origin, page.elsewhere, through);
    show(`${name} (ms, one at a time, ${REQUESTS} requests)`, {
      "at its own node, half within": local.p50,
      "through another node, half within": reference.p50,
      "more, half within (reach: 150)": reference.p50 - local.p50,
      "through another node, 95 of 100 within": reference.p95,
    });
  }
  show("What this computer does at best", await ceilings(north.ctx));
}

interface Cast {
  readonly north: RunningNode;
  readonly east: RunningNode;
  readonly martin: string;
  readonly amara: string;
}

async function startHidden({ north, east, martin, amara }: Cast) {
  await meet({ north, east, martin, amara });
  const peer = await peerByOrigin(north.ctx.sql, east.origin);
  await chooseHolding(north.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  const draft = {
    name: "Panel",
    purpose: "For measuring.",
    charter: {},
    themes: [],
    language: "en",
  } as const;
  const made = await createCommunity(north.ctx, { actorId: martin }, { ...draft, level: "confidential" });
  const [own] = await east.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${amara}`;
  const personId = (await actorByIri(north.ctx.sql, own?.iri ?? ""))?.id ?? "";
  const about = { facilitatorId: martin, communityId: made.id, personId, confirmed: true };
  await inviteElsewhere(north.ctx, about);
  await settle([north, east]);
  const [place] = await listPlaces(east.ctx, amara);
  if (!place) throw new Error("The invitation has not come.");
  await joinHidden(north.ctx, { communityId: made.id, actorId: personId });
  await joinedPlace(east.ctx, place.id);
  const first = await write(north, { martin, communityId: made.id, parentId: null });
  for (let n = 1; n < POSTS; n++) {
    await write(north, { martin, communityId: made.id, parentId: null });
    await write(north, { martin, communityId: made.id, parentId: first });
  }
  await settle([north, east]);
  const [here, there] = [`/c/${made.handle}`, `/hidden/${idOf(place.id)}`];
  const thread = `/t/${idOf(first)}`;
  return {
    "A hidden community of 25 discussions": { home: here, elsewhere: there },
    "A thread of 25 posts in it": { home: here + thread, elsewhere: there + thread },
  };
}

/** The officer takes part in something open first: then her row is known at the other node. */
async function meet({ north, east, amara }: Cast): Promise<void> {
  await settle([north, east]);
  const [open] = await east.ctx.sql<{ id: string }[]>`select id from communities limit 1`;
  await joinCommunity(east.ctx, { actorId: amara, communityId: open?.id ?? "" });
  await settle([north, east]);
}

async function write(
  node: RunningNode,
  at: { readonly martin: string; readonly communityId: string; readonly parentId: string | null },
): Promise<string> {
  const { martin: authorId, communityId, parentId } = at;
  const content = await composePost(node.ctx, {
    kind: parentId === null ? "question" : "reply",
    communityId,
    title: parentId === null ? "Who keeps the minutes of the panel?" : "",
    text: "We changed the form in March, and the depot has kept to it since then. ".repeat(8),
    parentId,
    themes: [],
    lang: "en",
    submission: null,
  });
  return (await publishPost(node.ctx, { authorId, content })).id;
}

async function timed(origin: string, path: string, cookie: string) {
  const times: number[] = [];
  for (let n = 0; n < REQUESTS + 20; n++) {
    const began = performance.now();
    const { status } = await ask(origin, { path, headers: { cookie, accept: "text/html" } });
    if (status !== 200) throw new Error(`${path} answered ${status}.`);
    // The first ones warm up.
    if (n >= 20) times.push(performance.now() - began);
  }
  return quantilesOf(times);
}
