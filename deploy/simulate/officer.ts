import { randomUUID } from "node:crypto";
import { idOf } from "../../node/ids.ts";
import type { PostView, ThreadPage, TopicRow } from "../../node/posts/types.ts";
import type { Client } from "../lab/client.ts";
import { pick } from "../lab/random.ts";
import { insist, type Settled } from "./insist.ts";
import { count, type Ledger, type LedgerPost, textOf } from "./ledger.ts";

/** Somebody who writes in the community, over HTTP, one act after the other. */
export interface Writer {
  readonly name: string;
  readonly client: Client;
  /** Path of the community on their node. */
  readonly community: string;
  readonly ledger: Ledger;
  readonly random: () => number;
  /** A number nobody else gets. */
  readonly next: () => number;
}

type Act = (writer: Writer) => Promise<string | null>;

const ACTS: readonly (readonly [weight: number, act: Act])[] = [
  [5, ask],
  [8, reply],
  [5, edit],
  [2, erase],
  [4, accept],
  [3, markUseful],
];

/** Does something; returns what was acknowledged, or null when there was nothing to do it to or it was refused. */
export async function actOnce(writer: Writer): Promise<string | null> {
  const acts = ACTS.flatMap(([weight, act]) => Array<Act>(weight).fill(act));
  const done = await (pick(acts, writer.random) ?? ask)(writer);
  if (done !== null) count(writer.ledger.acknowledged, done);
  return done;
}

async function ask(writer: Writer): Promise<string | null> {
  const mark = `case ${writer.next()}x`;
  const title = `Who signs off ${mark}?`;
  const form = { submission: randomUUID(), title, text: textOf(mark, 0), lang: "en" };
  const answer = await insist(writer.ledger, "ask", () =>
    writer.client.post(`${writer.community}/new?kind=question`, form),
  );
  return written(writer, answer, { kind: "question", mark, title });
}

async function reply(writer: Writer): Promise<string | null> {
  const topic = await someTopic(writer);
  if (!topic) return null;
  const mark = `case ${writer.next()}x`;
  const form = { submission: randomUUID(), text: textOf(mark, 0), lang: "en" };
  const answer = await insist(writer.ledger, "reply", () => writer.client.post(`${topic.path}/reply`, form));
  return written(writer, answer, { kind: "reply", mark, title: "" });
}

function written(
  writer: Writer,
  answer: Settled,
  post: Pick<LedgerPost, "kind" | "mark" | "title">,
): string | null {
  if (answer.status !== 200) return refused(writer, post.kind, answer);
  const { id, iri, path } = answer.body as { id: string; iri: string; path: string };
  writer.ledger.posts.push({ ...post, iri, id, author: writer.name, thread: path, edits: 0, deleted: false });
  return post.kind === "question" ? "ask" : "reply";
}

async function edit(writer: Writer): Promise<string | null> {
  const post = pick(mine(writer), writer.random);
  if (!post) return null;
  const path = `${post.thread}/p/${idOf(post.id)}/edit`;
  const text = textOf(post.mark, post.edits + 1);
  const form = { title: post.title, text, revision: post.edits + 1, submission: randomUUID() };
  const answer = await insist(writer.ledger, "edit", () => writer.client.post(path, form));
  // A version that is not the newest is refused: after a lost answer it may be our own.
  const stale = answer.uncertain && answer.status === 409;
  const took = answer.status === 200 || (stale && (await stands(writer, path, text)));
  if (!took) return refused(writer, "edit", answer);
  post.edits++;
  return "edit";
}

/** After a lost answer: whether the words are there already. */
async function stands({ client, ledger }: Writer, path: string, text: string): Promise<boolean> {
  const answer = await insist(ledger, "look", () => client.get(path));
  return (answer.body as { text?: { text?: string } } | null)?.text?.text === text;
}

async function erase(writer: Writer): Promise<string | null> {
  const post = pick(mine(writer), writer.random);
  if (!post) return null;
  const path = `${post.thread}/p/${idOf(post.id)}/delete`;
  const answer = await insist(writer.ledger, "delete", () => writer.client.post(path, {}));
  const gone = answer.status === 404 || answer.status === 410;
  if (answer.status !== 200 && !(answer.uncertain && gone)) return refused(writer, "delete", answer);
  post.deleted = true;
  return "delete";
}

async function accept(writer: Writer): Promise<string | null> {
  const questions = mine(writer).filter((post) => post.kind === "question");
  const question = pick(questions, writer.random);
  const thread = question ? await threadAt(writer, question.thread) : null;
  const answer = pick(
    thread?.posts.filter((post) => post.may.accept && hasArrived(post)) ?? [],
    writer.random,
  );
  if (!question || !answer) return null;
  const path = `${question.thread}/p/${idOf(answer.id)}/accept`;
  const settled = await insist(writer.ledger, "accept", () => writer.client.post(path, {}));
  if (settled.status !== 200) return refused(writer, "accept", settled);
  writer.ledger.accepted.set(question.iri, answer.iri);
  return "accept";
}

async function markUseful(writer: Writer): Promise<string | null> {
  const topic = await someTopic(writer);
  const thread = topic ? await threadAt(writer, topic.path) : null;
  const post = pick(thread?.posts.filter((one) => one.may.useful && hasArrived(one)) ?? [], writer.random);
  if (!thread || !post) return null;
  const settled = await insist(writer.ledger, "useful", () =>
    writer.client.post(`${thread.path}/p/${idOf(post.id)}/useful`, {}),
  );
  if (settled.status !== 200) return refused(writer, "useful", settled);
  writer.ledger.useful.add(`${post.iri} ${writer.name.toLowerCase().replaceAll(" ", "_")}`);
  return "useful";
}

function mine({ ledger, name }: Writer): readonly LedgerPost[] {
  return ledger.posts.filter((post) => post.author === name && !post.deleted);
}

function hasArrived(post: PostView): boolean {
  return post.gone === null && (post.journey.kind === "here" || post.journey.kind === "arrived");
}

async function someTopic(writer: Writer): Promise<TopicRow | undefined> {
  const answer = await insist(writer.ledger, "look", () => writer.client.get(writer.community));
  const topics = (answer.body as { topics?: { items: readonly TopicRow[] } } | null)?.topics?.items ?? [];
  return pick(
    topics.filter((topic) => topic.journey.kind !== "declined"),
    writer.random,
  );
}

async function threadAt(writer: Writer, path: string): Promise<ThreadPage | null> {
  const answer = await insist(writer.ledger, "look", () => writer.client.get(path));
  return answer.status === 200 ? (answer.body as ThreadPage) : null;
}

/** A refusal is no fault where somebody else deleted or changed the thing meanwhile. */
function refused(writer: Writer, act: string, answer: Settled): null {
  if (![404, 409, 410].includes(answer.status)) count(writer.ledger.odd, `${act} ${answer.status}`);
  return null;
}
