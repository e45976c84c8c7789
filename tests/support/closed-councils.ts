import { decideRequest } from "../../node/memberships/decide.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { PASSWORD } from "./accounts.ts";
import type { NetworkNode } from "./start-nodes.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "./three-councils.ts";
import { type Browser, browserOn, webAppFor } from "./web.ts";

/** A community for members only at Somerset: Amara of Sunderland and Rhian of Wiltshire are members. */
export interface ClosedCouncils extends ThreeCouncils {
  readonly amara: Officer;
  readonly rhian: Officer;
}

/** Starts them, marked, connected and let in. */
export async function startClosedCouncils(): Promise<ClosedCouncils> {
  const councils = await startThreeCouncils("closed");
  const { net, sunderland, somerset, wiltshire } = councils;
  for (const [a, b] of [
    ["sunderland", "somerset"],
    ["wiltshire", "somerset"],
    ["sunderland", "wiltshire"],
  ] as const)
    await net.connect(a, b);
  for (const { origin } of [sunderland, wiltshire]) {
    const peer = await peerByOrigin(somerset.ctx.sql, origin);
    await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  }
  const amara = await councils.officer(sunderland, "Amara Okafor");
  const rhian = await councils.officer(wiltshire, "Rhian Price");
  for (const officer of [amara, rhian]) await letIn(councils, officer);
  return { ...councils, amara, rhian };
}

/** They ask, and the facilitator lets them in. */
export async function letIn(
  councils: Pick<ThreeCouncils, "net" | "somerset" | "martin" | "join">,
  officer: Officer,
): Promise<void> {
  const { net, somerset, martin } = councils;
  await councils.join(officer);
  await net.settle();
  const [row] = await somerset.ctx.sql<{ id: string }[]>`
    select m.id from memberships m join actors a on a.id = m.actor_id where a.name = ${officer.name} and m.state = 'requested'`;
  await decideRequest(somerset.ctx, {
    facilitatorId: martin.actorId,
    membershipId: row?.id ?? "",
    accept: true,
    words: "",
    confirmed: true,
  });
  await net.settle();
}

/** Martin makes a member of another council a facilitator too. */
export async function appoint(
  councils: Pick<ThreeCouncils, "net" | "somerset" | "martin" | "communityOn">,
  { name }: Pick<Officer, "name">,
  facilitator = true,
): Promise<void> {
  const { net, somerset, martin } = councils;
  const [row] = await somerset.ctx.sql<{ id: string }[]>`select id from actors where name = ${name}`;
  const about = { actorId: row?.id ?? "", communityId: await councils.communityOn(somerset) };
  await changeRole(somerset.ctx, { byId: martin.actorId, ...about, facilitator });
  await net.settle();
}

/** Writes a topic with files of its author; returns its IRI. */
export async function writeWith(
  councils: Pick<ThreeCouncils, "communityOn">,
  { node, actorId }: Officer,
  files: readonly { readonly id: string; readonly alt?: string }[],
): Promise<string> {
  const content = await composePost(node.ctx, {
    ...({ kind: "topic", title: "What crossings cost", text: "See what is attached.", lang: "en" } as const),
    ...{ communityId: await councils.communityOn(node), parentId: null, themes: [], submission: null },
    files: files.map(({ id, alt = "" }) => ({ id, alt })),
  });
  return (await publishPost(node.ctx, { authorId: actorId, content })).iri;
}

/** A browser in which somebody is signed in at their council. */
export async function signedInAs({ node, name }: Officer): Promise<Browser> {
  const browser = browserOn(webAppFor(node.ctx), node.origin);
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${node.name}.gov.example`;
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}

/** The page of a post at a council, as text. */
export async function pageOf(browser: Browser, iri: string): Promise<string> {
  const { to } = await browser.get(`/open?item=${encodeURIComponent(iri)}`);
  return (await browser.get(to ?? "")).text;
}

/** The files of a post in a node's rows. */
export async function filesAt(node: NetworkNode, iri: string) {
  const postId = await postIdOn(node, iri);
  return node.ctx.sql<
    { id: string; name: string; alt: string; bytes: number; secret: string; digest: Buffer | null }[]
  >`select id, name, alt, bytes, secret, digest from files where post_id = ${postId} order by place`;
}
