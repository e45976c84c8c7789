import { endSessionOf, signOutEverywhere } from "../accounts/administer.ts";
import { findAccount } from "../accounts/read.ts";
import { listSessions } from "../accounts/sessions.ts";
import type { NodeContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import type { Answer, Call, Noun } from "./types.ts";

const PERSON = { takes: "<e-mail or name in addresses>", least: 1, most: 1, needs: "node" } as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const SESSIONS: Noun = {
  name: "sessions",
  about: "Where a person is signed in: list, end.",
  verbs: [
    {
      ...PERSON,
      name: "list",
      about: "Lists where a person is signed in, latest first.",
      options: [],
      run: list,
    },
    {
      ...PERSON,
      name: "end",
      about: "Ends every session of a person, or one of them.",
      options: [{ name: "id", value: "<id>", about: "One, by its id in sessions list." }],
      run: end,
    },
  ],
};

async function list(ctx: NodeContext, call: Call): Promise<Answer> {
  const account = await findAccount(ctx, call.words[0] ?? "");
  const sessions = await listSessions(ctx, account.id, ctx.clock.now());
  return {
    columns: ["id", "device", "since", "seen"],
    rows: sessions.map((one) => [one.id, one.device, one.since, one.seen]),
    empty: `${account.name} is signed in nowhere.`,
    json: sessions,
  };
}

async function end(ctx: NodeContext, call: Call): Promise<Answer> {
  const account = await findAccount(ctx, call.words[0] ?? "");
  const before = await listSessions(ctx, account.id, ctx.clock.now());
  const id = call.option("id");
  if (id === null) await signOutEverywhere(ctx, { accountId: account.id, by: null });
  else if (UUID.test(id)) await endSessionOf(ctx, { accountId: account.id, by: null, sessionId: id });
  else refuse("not-found");
  const ended = id === null ? before.length : 1;
  return {
    lines: [`${account.name} (${account.email}): ${ended} ended.`],
    json: { account: account.email, ended },
  };
}
