import { askForEmailChange } from "../../../node/accounts/change-email.ts";
import { invitePeople } from "../../../node/accounts/invite.ts";
import { askToRegister } from "../../../node/accounts/register.ts";
import { askForReset } from "../../../node/accounts/reset.ts";
import { findSession } from "../../../node/accounts/sessions.ts";
import { signIn } from "../../../node/accounts/sign-in.ts";
import { makeAppeal } from "../../../node/appeals/make.ts";
import { listServedCouncils } from "../../../node/councils/read.ts";
import { placeTextOf } from "../../../node/drafts/place.ts";
import { saveDraft } from "../../../node/drafts/save.ts";
import { idOf } from "../../../node/ids.ts";
import { reportPost } from "../../../node/moderation/report.ts";
import { listPeers } from "../../../node/peers/read.ts";
import { lockThread } from "../../../node/posts/keep-order.ts";
import { removePost } from "../../../node/posts/remove.ts";
import { PASSWORD, VISITOR } from "../../support/accounts.ts";
import type { NetworkNode } from "../../support/start-nodes.ts";
import { linkIn, type Scene } from "../scene.ts";
import {
  accept,
  change,
  communityOn,
  join,
  pathAt,
  plain,
  postOn,
  type Seed,
  seedPeople,
  startCommunity,
  threadsOf,
  useful,
  write,
} from "../seed.ts";
import { type HiddenMarks, seedHidden } from "./hidden.ts";
import { inviteOfficer } from "./seed-invitation.ts";

/** What the seeded pages are called at their sites: paths, ids and secrets of links. */
export interface Marks extends HiddenMarks {
  /** In Sunderland, as an officer there sees them. */
  readonly community: string;
  readonly busy: string;
  readonly restricted: string;
  readonly requested: string;
  readonly answered: string;
  readonly long: string;
  readonly welsh: string;
  readonly locked: string;
  readonly pending: string;
  readonly person: string;
  /** Where one does things with a post: `<this>/edit`. */
  readonly question: string;
  readonly answer: string;
  readonly to: string;
  readonly item: string;
  readonly unsubscribe: string;
  readonly registration: string;
  readonly invitation: string;
  /** To a community in Somerset. */
  readonly invited: string;
  readonly reset: string;
  readonly newEmail: string;
  /** Of a community in Sunderland. */
  readonly joinLink: string;
  /** In Somerset. */
  readonly answeredHome: string;
  readonly report: string;
  /** A post of an officer that was removed, at their site and at its community's, and their appeal. */
  readonly removed: string;
  readonly removedHome: string;
  readonly appeal: string;
  readonly lockedHome: string;
  /** Somebody whom a facilitator may pause or remove. */
  readonly member: string;
  readonly council: string;
  /** Row id of a connected node. */
  readonly peer: string;
  readonly account: string;
}

const EXCHANGE = "homelessness";

/** Two councils with so much in them that every page has something to show. */
export async function seedPages(scene: Scene): Promise<{ readonly seed: Seed; readonly marks: Marks }> {
  const seed = await seedPeople(scene);
  for (const key of [
    "adoption_kinship",
    "asc_front_door",
    "parks_trees",
    "cymraeg",
    "child_reviews",
    EXCHANGE,
  ])
    await startCommunity(seed, "martin", key);
  for (const key of ["foi_dp", "food_waste"]) await startCommunity(seed, "dev", key);
  await scene.settle();
  await join(seed, "amara", "adoption_kinship");
  await join(seed, "amara", "food_waste");
  await join(seed, "amara", "asc_front_door", "I run our contact centre and would like to compare.");
  await write(seed, {
    by: "dev",
    community: "foi_dp",
    title: "Redacting names in e-mail trails",
    text: "By hand?",
  });
  await scene.settle();
  const posts = await writeThreads(seed);
  const report = await reportOne(seed, posts.reported);
  const removal = await removeOne(seed, posts.answered);
  await keepDraft(seed);
  const links = await askForLinks(seed);
  const invited = await inviteOfficer(seed);
  await scene.settle();
  const hidden = await seedHidden(seed);
  // Not sent yet: its page says that it is on its way.
  await write(seed, {
    by: "amara",
    community: "adoption_kinship",
    parent: posts.open,
    text: "Ours is the same.",
  });
  return { seed, marks: await marksOf(seed, { ...posts, ...links, ...removal, ...hidden, report, invited }) };
}

interface Posts {
  readonly answered: string;
  readonly answer: string;
  readonly open: string;
  readonly long: string;
  readonly welsh: string;
  readonly locked: string;
  readonly reported: string;
}

async function writeThreads(seed: Seed): Promise<Posts> {
  const { scene } = seed;
  const [first, second, ...rest] = threadsOf("adoption_kinship").filter((one) => one.kind === "question");
  if (!first || !second) throw new Error("The demo asks too little about adoption.");
  const community = "adoption_kinship";
  const ask = (thread: typeof first, by: "amara" | "martin") =>
    write(seed, { by, community, kind: thread.kind, title: thread.title, text: plain(thread.opening.text) });
  const answered = await ask(first, "amara");
  const open = await ask(second, "martin");
  for (const thread of rest) await ask(thread, "martin");
  for (const { title, opening } of threadsOf(
    "parks_trees",
    "send_transport",
    "council_tax",
    "winter_highways",
    "damp_mould",
  ))
    await write(seed, { by: "carys", community: EXCHANGE, kind: "topic", title, text: plain(opening.text) });
  const long = await write(seed, {
    by: "martin",
    community: EXCHANGE,
    kind: "topic",
    title: "What one thing did you change this year that stayed changed?",
    text: "One change each, with what it cost.",
  });
  const [cymraeg] = threadsOf("cymraeg");
  const welsh = await write(seed, {
    by: "carys",
    community: "cymraeg",
    kind: "topic",
    title: cymraeg?.title ?? "Croeso",
    text: plain(cymraeg?.opening.text ?? "Croeso i bawb."),
  });
  await scene.settle();
  return { answered, open, long, welsh, ...(await reply(seed, { answered, long, open })) };
}

/** Somebody in each council replies; the first question gets its answer, the second is closed. */
async function reply(
  seed: Seed,
  { answered, long }: { answered: string; long: string; open: string },
): Promise<Pick<Posts, "answer" | "locked" | "reported">> {
  const texts = threadsOf("adoption_kinship").flatMap((one) => one.replies.map((post) => plain(post.text)));
  const answer = await write(seed, {
    by: "martin",
    community: "adoption_kinship",
    parent: answered,
    text: texts[2] ?? "",
  });
  const said = [];
  for (const text of texts.slice(3, 8))
    said.push(await write(seed, { by: "pat", community: "adoption_kinship", parent: answered, text }));
  const many = threadsOf("food_waste", "libraries", "foi_dp").flatMap((one) => one.replies);
  for (const { text } of many.slice(0, 27))
    await write(seed, { by: "carys", community: EXCHANGE, parent: long, text: plain(text) });
  const locked = await write(seed, {
    by: "martin",
    community: "adoption_kinship",
    kind: "topic",
    title: "Rota for the spring panel",
    text: "Please add yourselves by Friday.",
  });
  await seed.scene.settle();
  seed.scene.clock.advance(60);
  const text = `${texts[2] ?? ""}\n\nSince we wrote this, our panel agreed to the same for kinship carers.`;
  await change(seed, { by: "martin", community: "adoption_kinship", post: answer, text });
  await accept(seed, "amara", answer);
  await useful(seed, "dev", answer);
  const { actorId, site } = seed.cast.martin;
  const rootId = await postOn(site, locked);
  await lockThread(site.ctx, { actorId, rootId, on: true, reason: "The rota is full." });
  await seed.scene.settle();
  return { answer, locked, reported: said[0] ?? "" };
}

async function reportOne(seed: Seed, post: string): Promise<string> {
  const { site } = seed.cast.martin;
  const by = { visitor: { email: "a.neighbour@example.org" } } as const;
  const words = "It reads as if one family could be recognised.";
  const category = "confidential-leak";
  const made = await reportPost(site.ctx, { postId: await postOn(site, post), by, category, words });
  return idOf(made.reportId);
}

/** An officer's reply is removed at the community's home, and she appeals. */
async function removeOne(seed: Seed, parent: string): Promise<{ post: string; appeal: string }> {
  const { martin, amara } = seed.cast;
  const community = "adoption_kinship";
  const post = await write(seed, { by: "amara", community, parent, text: "A family of ours did the same." });
  await seed.scene.settle();
  const postId = await postOn(martin.site, post);
  await removePost(martin.site.ctx, { actorId: martin.actorId, postId, reason: "It points at a family." });
  await seed.scene.settle();
  const own = await postOn(amara.site, post);
  await makeAppeal(amara.site.ctx, { authorId: amara.actorId, postId: own, words: "Nobody can be told." });
  await seed.scene.settle();
  const [row] = await martin.site.ctx.sql<{ id: string }[]>`select id from appeals`;
  return { post, appeal: idOf(row?.id ?? "") };
}

async function keepDraft(seed: Seed): Promise<void> {
  const { site, accountId } = seed.cast.amara;
  const communityId = await communityOn(seed, site, "food_waste");
  const body = {
    title: "Caddy liners in flats",
    text: "We are about to buy",
    themes: [],
    lang: null,
    submission: null,
  };
  const place = placeTextOf({ kind: "topic", communityId });
  await saveDraft(site.ctx, { accountId, place, body, seen: null, submission: null });
}

/** Mails with links that make, change or restore an account. */
async function askForLinks(
  seed: Seed,
): Promise<Pick<Marks, "registration" | "reset" | "newEmail" | "invitation">> {
  const { scene } = seed;
  const { site, email, accountId } = seed.cast.amara;
  const addresses = {
    registration: "nia@sunderland.gov.example",
    newEmail: "amara.o@sunderland.gov.example",
    invitation: "partner@charity.example",
  };
  await askToRegister(site.ctx, { email: addresses.registration, language: "en" }, VISITOR);
  await askForReset(site.ctx, { email: seed.cast.dev.email, language: "en" }, VISITOR);
  const { token } = await signIn(site.ctx, { email, password: PASSWORD }, VISITOR);
  const session = await findSession(site.ctx, token);
  if (session === null) throw new Error(`${email} is not signed in.`);
  await askForEmailChange(site.ctx, session, { current: PASSWORD, email: addresses.newEmail });
  const order = { emails: [addresses.invitation], organisationId: null, language: "en" } as const;
  await invitePeople(site.ctx, accountId, order);
  await scene.settle();
  const secret = (to: string) => linkIn(scene.mailTo(to)).split("/").at(-1) ?? "";
  return {
    registration: secret(addresses.registration),
    reset: secret(seed.cast.dev.email),
    newEmail: secret(addresses.newEmail),
    invitation: secret(addresses.invitation),
  };
}

async function marksOf(
  seed: Seed,
  made: Posts &
    HiddenMarks & { post: string } & Pick<
      Marks,
      "registration" | "reset" | "newEmail" | "invitation" | "report" | "appeal" | "invited"
    >,
): Promise<Marks> {
  const { amara, dev, martin, carys } = seed.cast;
  const [here, home] = [amara.site, martin.site];
  const at = (site: NetworkNode, key: string) => pathAt(seed, site, key);
  const thread = async (site: NetworkNode, key: string, iri: string) =>
    `${at(site, key)}/t/${idOf(await postOn(site, iri))}`;
  const act = async (site: NetworkNode, iri: string) =>
    `${await thread(site, "adoption_kinship", made.answered)}/p/${idOf(await postOn(site, iri))}`;
  const [council] = await listServedCouncils(home.ctx);
  const [peer] = await listPeers(home.ctx);
  const [person] = await here.ctx.sql<
    { handle: string }[]
  >`select handle from actors where id = ${dev.actorId}`;
  return {
    ...made,
    community: at(here, "adoption_kinship"),
    busy: at(here, EXCHANGE),
    restricted: at(here, "foi_dp"),
    joinLink: `${at(here, "foi_dp")}/join/${await joinCodeOf(here, await communityOn(seed, here, "foi_dp"))}`,
    requested: at(here, "asc_front_door"),
    answered: await thread(here, "adoption_kinship", made.answered),
    long: await thread(here, EXCHANGE, made.long),
    welsh: await thread(here, "cymraeg", made.welsh),
    locked: await thread(here, "adoption_kinship", made.locked),
    pending: await thread(here, "adoption_kinship", made.open),
    person: `/people/${person?.handle ?? ""}`,
    question: await act(here, made.answered),
    answer: await act(here, made.answer),
    to: idOf(await postOn(here, made.answer)),
    item: encodeURIComponent(made.answered),
    unsubscribe: new URL(stopLinkOf(seed, amara.email)).pathname,
    answeredHome: await thread(home, "adoption_kinship", made.answered),
    removed: `${await thread(here, "adoption_kinship", made.answered)}/p/${idOf(await postOn(here, made.post))}`,
    removedHome: `${await thread(home, "adoption_kinship", made.answered)}/p/${idOf(await postOn(home, made.post))}`,
    lockedHome: await thread(home, "adoption_kinship", made.locked),
    member: idOf(seed.cast.pat.actorId),
    council: council?.id ?? "",
    peer: peer?.id ?? "",
    account: carys.accountId,
  };
}

async function joinCodeOf(site: NetworkNode, communityId: string): Promise<string> {
  const [row] = await site.ctx.sql<
    { code: string }[]
  >`select join_code as code from communities where id = ${communityId}`;
  return row?.code ?? "";
}

function stopLinkOf({ scene }: Seed, email: string): string {
  const mail = scene.mails.received.findLast(
    (one) => one.to.includes(email) && one.headers.has("list-unsubscribe"),
  );
  return /<(https?:[^>]+)>/.exec(mail?.headers.get("list-unsubscribe") ?? "")?.[1] ?? "";
}
