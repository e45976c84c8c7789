import {
  disableAccount,
  enableAccount,
  endAdministrator,
  makeAdministrator,
  signOutEverywhere,
} from "../accounts/administer.ts";
import { invitePeople } from "../accounts/invite.ts";
import { findAccount, listAccounts } from "../accounts/read.ts";
import type { NodeContext } from "../context.ts";
import { listServedCouncils } from "../councils/read.ts";
import { refuse } from "../refusal.ts";
import { pageOf } from "./page-option.ts";
import { sentenceOf } from "./sentences.ts";
import type { Answer, Call, NodeVerb, Noun } from "./types.ts";

const PERSON = {
  takes: "<e-mail or name in addresses>",
  least: 1,
  most: 1,
  options: [],
  needs: "node",
} as const;

export const PEOPLE: Noun = {
  name: "people",
  about: "People with an account here: list, invite, disable, enable, make administrator, sign out.",
  verbs: [
    {
      name: "list",
      about: "Lists people, 25 a page.",
      takes: "",
      least: 0,
      most: 0,
      options: [
        { name: "search", value: "<text>", about: "In name or e-mail." },
        { name: "page", value: "<number>", about: "Page; default 1." },
      ],
      needs: "node",
      run: list,
    },
    {
      name: "invite",
      about: "Sends an invitation to each address; it works for 30 days.",
      takes: "<e-mail> …",
      least: 1,
      most: 50,
      options: [
        {
          name: "as",
          value: "<person>",
          about: "Who invites; their name stands in the mail.",
          required: true,
        },
        {
          name: "council",
          value: "<name>",
          about: "The council they work for, where an administrator vouches for it.",
        },
        { name: "language", value: "<en|cy>", about: "Language of the mail; default en." },
      ],
      needs: "node",
      run: invite,
    },
    act(
      "disable",
      "Closes an account: signed out everywhere, no sign-in; what they wrote stays.",
      disableAccount,
      "is disabled",
    ),
    act("enable", "Opens a disabled account again.", enableAccount, "can sign in again"),
    act(
      "make-administrator",
      "Makes a person an administrator of this node.",
      makeAdministrator,
      "is an administrator",
    ),
    act(
      "end-administrator",
      "Ends a person's administration.",
      endAdministrator,
      "is no longer an administrator",
    ),
    act("sign-out", "Ends every session of a person.", signOutEverywhere, "is signed out everywhere"),
  ],
};

type Administer = (ctx: NodeContext, act: { accountId: string; by: null }) => Promise<void>;

function act(name: string, about: string, administer: Administer, done: string): NodeVerb {
  return {
    ...PERSON,
    name,
    about,
    run: async (ctx, { words }) => {
      const account = await findAccount(ctx, words[0] ?? "");
      await administer(ctx, { accountId: account.id, by: null });
      return {
        lines: [`${account.name} (${account.email}) ${done}.`],
        json: await findAccount(ctx, account.email),
      };
    },
  };
}

async function list(ctx: NodeContext, call: Call): Promise<Answer> {
  const found = await listAccounts(ctx, { text: call.option("search") ?? "", page: pageOf(call) });
  return {
    columns: ["name", "email", "council", "employer", "administrator", "last visit", "disabled"],
    rows: found.items.map((one) => [
      one.name,
      one.email,
      one.council,
      one.employer,
      one.administrator,
      one.lastVisit,
      one.disabled,
    ]),
    empty: call.option("search") ? "Nobody has that in name or e-mail." : "Nobody has an account here yet.",
    json: found,
  };
}

async function invite(ctx: NodeContext, call: Call): Promise<Answer> {
  const inviter = await findAccount(ctx, call.option("as") ?? "");
  const results = await invitePeople(ctx, inviter.id, {
    emails: call.words,
    organisationId: await councilNamed(ctx, call.option("council")),
    language: call.option("language") === "cy" ? "cy" : "en",
  });
  const refused = results.find((result) => result.refused !== null)?.refused;
  if (refused && results.length === 1) throw refused;
  const lines = results.map(({ email, refused: why }) =>
    why === null ? `${email}: the invitation is in the queue of mails.` : `${email}: ${sentenceOf(why)}`,
  );
  return { lines, json: results.map(({ email, refused: why }) => ({ email, refused: why?.code ?? null })) };
}

async function councilNamed(ctx: NodeContext, name: string | null): Promise<string | null> {
  if (name === null) return null;
  const councils = await listServedCouncils(ctx);
  const wanted = name.trim().toLowerCase();
  return councils.find((council) => council.name.toLowerCase() === wanted)?.id ?? refuse("not-found");
}
