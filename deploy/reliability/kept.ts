import { randomUUID } from "node:crypto";
import { makeToken } from "../../node/accounts/api-tokens.ts";
import type { NodeContext } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { type Answer, type Client, openClient } from "../lab/client.ts";
import { type Officer, signIn } from "../lab/councils.ts";
import { pause } from "../lab/pause.ts";

/** Words that stand in no other post. */
export const TITLE = "What Zamberwick cost";
export const REPLY = "Troglimort said so.";
export const IN_FILE = "Quinzelbrand";
const SEARCH = "/search?q=Zamberwick";
const TOO_LATE = "Written in a tab that stayed open.";

/** What somebody has open, kept or waiting when their membership ends. */
export interface Kept {
  readonly officer: Officer;
  readonly client: Client;
  /** A program with a key of theirs. */
  readonly program: Client;
  readonly key: string;
  readonly thread: string;
  readonly file: string;
}

/** Signs in, makes a key for a program, and finds where a discussion and its file are at the officer's council. */
export async function keep(
  ctx: NodeContext,
  officer: Officer,
  post: { readonly iri: string; readonly community: string },
): Promise<Kept> {
  const order = { name: "Report", scopes: ["read", "write"], days: 30 } as const;
  const visitor = { address: "198.51.100.7", device: "Firefox on Windows" };
  const key = await makeToken(ctx, officer, order, visitor);
  const [row] = await ctx.sql<{ id: string; secret: string }[]>`
    select p.id, f.secret from posts p join files f on f.post_id = p.id where p.iri = ${post.iri}`;
  return {
    ...{ officer, key, client: await signIn(officer), program: openClient(officer.site.origin) },
    thread: `${post.community}/t/${idOf(row?.id ?? "")}`,
    file: `/files/${idOf(row?.secret ?? "")}`,
  };
}

/** Each way by which somebody who was removed might still read, write or be told; each asks once whether it is shut. */
export const WAYS: Readonly<Record<string, (kept: Kept) => Promise<boolean>>> = {
  "the page of the discussion": async ({ client, thread }) => isGone(await client.get(thread)),
  "the form of a tab that is open": async ({ client, thread }) => {
    const form = { text: TOO_LATE, submission: randomUUID(), lang: "en" };
    const { status } = await client.post(`${thread}/reply`, form);
    return status === 403 || status === 404;
  },
  "a live stream of the discussion": async ({ client, thread }) =>
    isGone(await client.get(thread, { accept: "text/event-stream" })),
  "the link of the file": async ({ client, file }) => isGone(await client.get(file)),
  "a part of the file": async ({ client, file }) => isGone(await client.get(file, { range: "bytes=0-3" })),
  "a page that a browser kept": async ({ client, thread }) => {
    const later = new Date(Date.now() + 60_000).toUTCString();
    return isGone(await client.get(thread, { "if-none-match": "*", "if-modified-since": later }));
  },
  "the search": async ({ client, thread }) => says(await client.get(SEARCH), thread) === false,
  "the key of a program: the discussion": async ({ program, thread, key }) =>
    isGone(await program.get(thread, { authorization: `Bearer ${key}` })),
  "the key of a program: the search": async ({ program, thread, key }) =>
    says(await program.get(SEARCH, { authorization: `Bearer ${key}` }), thread) === false,
  "what waits among the notices": async ({ client, thread }) =>
    says(await client.get("/notifications"), thread) === false,
};

function isGone({ status }: Answer): boolean {
  return status === 404;
}

/** Whether a page that is there says something of the discussion, or leads to it; null where there was no page. */
function says({ status, body }: Answer, thread: string): boolean | null {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return status === 200 ? [TITLE, REPLY, thread].some((word) => text.includes(word)) : null;
}

/** Ways that are not open, or, with `open: false`, not shut. */
export async function waysNot(kept: Kept, { open }: { readonly open: boolean }): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [way, isShut] of Object.entries(WAYS)) if ((await isShut(kept)) === open) found.push(way);
  return found;
}

/** Tries every way, again and again until it is shut: milliseconds since a moment, null where it never was. */
export async function shutAfter(
  kept: Kept,
  { since, longestMs }: { readonly since: number; readonly longestMs: number },
): Promise<ReadonlyMap<string, number | null>> {
  const found = new Map<string, number | null>();
  const trying = Object.entries(WAYS).map(async ([way, isShut]) => {
    found.set(way, null);
    while (Date.now() < since + longestMs) {
      if (await isShut(kept)) return void found.set(way, Date.now() - since);
      await pause(500);
    }
  });
  await Promise.all(trying);
  return found;
}
