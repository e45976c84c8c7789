import { expect, test } from "vitest";
import type { ChangeKind } from "../../node/changes/kinds.ts";
import type { Change } from "../../node/changes/record.ts";
import { decideTellings, RULES } from "../../node/notifications/decide.ts";
import { NO_FACTS, type TellFacts, type Told } from "../../node/notifications/facts.ts";

const asker = told("asker");
const replier = told("replier");
const facilitator = told("facilitator");
const admin = told("admin");
const reader = told("reader");

/** Who acts, what is known, and who is told of it: `name kind`, with `*` where no mail goes. */
const CASES: readonly (readonly [
  string,
  ChangeKind,
  Partial<Change>,
  Partial<TellFacts>,
  readonly string[],
])[] = [
  [
    "a reply: its parent's author and the asker",
    "post.published",
    by("reader"),
    reply({ parentAuthor: replier, threadAuthor: asker }),
    ["replier reply", "asker reply"],
  ],
  [
    "a reply to oneself: nobody",
    "post.published",
    by("asker"),
    reply({ postAuthorId: "asker", parentAuthor: asker, threadAuthor: asker }),
    [],
  ],
  [
    "replied to and mentioned: told once, of the reply",
    "post.published",
    by("reader"),
    reply({ parentAuthor: asker, mentioned: asked(asker) }),
    ["asker reply"],
  ],
  [
    "a question: those mentioned, and those who want each",
    "post.published",
    by("asker"),
    question({ mentioned: asked(replier), each: asked(replier, reader) }),
    ["replier mention", "reader new-post"],
  ],
  [
    "a post still on its way: nobody",
    "post.published",
    by("asker"),
    question({ postState: "pending", mentioned: asked(replier) }),
    [],
  ],
  [
    "a post that came home: those mentioned",
    "post.arrived",
    by("asker"),
    question({ mentioned: asked(replier) }),
    ["replier mention"],
  ],
  [
    "old history: nobody",
    "post.published",
    by("asker"),
    question({ old: true, mentioned: asked(replier), each: asked(reader) }),
    [],
  ],
  [
    "a closed community: only readers",
    "post.published",
    by("asker"),
    question({ mentioned: [{ ...told("replier"), mayRead: false }], each: asked(reader) }),
    ["reader new-post"],
  ],
  [
    "a muted discussion: on the page, without a mail",
    "post.published",
    by("reader"),
    reply({ threadAuthor: { ...told("asker"), muted: true } }),
    ["asker reply*"],
  ],
  [
    "an edit: whoever is newly mentioned",
    "post.edited",
    by("asker"),
    question({ mentioned: asked(replier) }),
    ["replier mention"],
  ],
  [
    "an accepted answer: its author",
    "answer.accepted",
    by("asker"),
    reply({ author: replier }),
    ["replier accepted"],
  ],
  ["one's own answer accepted: nobody", "answer.accepted", by("replier"), reply({ author: replier }), []],
  [
    "an acceptance taken back since: nobody",
    "answer.accepted",
    by("asker"),
    reply({ author: replier, holds: false }),
    [],
  ],
  [
    "a declined post: its author",
    "post.declined",
    by("asker"),
    question({ author: asker, postState: "declined" }),
    [],
  ],
  [
    "a declined post, by its community: its author",
    "post.declined",
    by(null),
    question({ author: asker, postState: "declined" }),
    ["asker declined"],
  ],
  [
    "a removed post: its author",
    "post.removed",
    by("facilitator"),
    question({ author: asker, postState: "removed" }),
    ["asker removed"],
  ],
  [
    "one's own post removed: nobody",
    "post.removed",
    by("asker"),
    question({ author: asker, postState: "removed" }),
    [],
  ],
  [
    "a held post: facilitators, without a mail",
    "post.held",
    by("elsewhere"),
    question({ facilitators: asked(facilitator), postState: "held" }),
    ["facilitator held*"],
  ],
  [
    "a request: facilitators",
    "membership.requested",
    by("asker"),
    membership("requested", { facilitators: asked(facilitator) }),
    ["facilitator request"],
  ],
  [
    "a request decided since: nobody",
    "membership.requested",
    by("asker"),
    membership("active", { facilitators: asked(facilitator) }),
    [],
  ],
  [
    "joining an open community: nobody",
    "membership.granted",
    by("asker"),
    { subject: asker, membership: { id: "m", state: "active", requested: "1", asked: false } },
    [],
  ],
  [
    "a granted request: whoever asked",
    "membership.granted",
    by("facilitator"),
    membership("active", { subject: asker }),
    ["asker decided"],
  ],
  [
    "a declined request: whoever asked",
    "membership.declined",
    by("facilitator"),
    membership("refused", { subject: asker, facilitators: asked(facilitator, admin) }),
    ["asker decided"],
  ],
  [
    "a decision that came second: whoever made it, and nobody else",
    "membership.decided-already",
    by("facilitator"),
    membership("refused", { subject: asker, facilitators: asked(facilitator, admin), second: admin }),
    ["admin decided"],
  ],
  ["leaving: nobody", "membership.ended", by("asker"), membership("ended", { subject: asker }), []],
  [
    "being removed: the member",
    "membership.ended",
    by("facilitator"),
    membership("ended", { subject: asker }),
    ["asker decided"],
  ],
  [
    "a new facilitator: that person",
    "facilitator.added",
    by("facilitator"),
    { subject: asker },
    ["asker role"],
  ],
  [
    "a report: facilitators and administrators, but not who reported or is reported",
    "report.made",
    by(null),
    report({
      facilitators: asked(facilitator, asker),
      administrators: asked(admin, replier),
      postAuthorId: "asker",
    }),
    ["facilitator report", "admin report"],
  ],
  [
    "a post reported again: facilitators, without another mail",
    "report.made",
    by(null),
    report({
      facilitators: asked(facilitator),
      report: { id: "p", reporter: null, outcome: "open", again: true },
    }),
    ["facilitator report*"],
  ],
  [
    "a report decided: who reported",
    "report.closed",
    by("facilitator"),
    report({}),
    ["replier report-closed"],
  ],
  [
    "a council asks to connect: administrators",
    "peer.asked",
    { ...by(null), road: "letter" },
    { administrators: asked(admin) },
    ["admin peer"],
  ],
  ["asking another council: nobody", "peer.asked", by(null), { administrators: asked(admin) }, []],
  [
    "someone whose council must be confirmed: administrators",
    "person.joined",
    by("asker"),
    { administrators: asked(admin) },
    ["admin employer"],
  ],
];

test.each(CASES.map(([name, ...told]) => ({ name, told })))(
  "Told of $name",
  ({ told: [kind, change, facts, expected] }) => {
    const tellings = decideTellings(changeOf(kind, change), { ...NO_FACTS, ...facts });
    const names = tellings.map(
      (telling) =>
        `${telling.accountId.slice("account of ".length)} ${telling.kind}${telling.mail ? "" : "*"}`,
    );
    expect(names).toEqual(expected);
  },
);

test("Nobody is told of changes that have no rule", () => {
  const everyone = {
    administrators: asked(admin),
    facilitators: asked(facilitator),
    author: asker,
    mentioned: asked(reader),
  };
  for (const [kind, rule] of Object.entries(RULES)) {
    if (rule === null)
      expect(decideTellings(changeOf(kind as ChangeKind, {}), { ...NO_FACTS, ...everyone })).toEqual([]);
  }
});

function told(name: string): Told {
  return { accountId: `account of ${name}`, actorId: name, mayRead: true, muted: false };
}

function asked(...people: readonly Told[]): readonly Told[] {
  return people;
}

function by(actorId: string | null): Partial<Change> {
  return { actorId };
}

function question(facts: Partial<TellFacts>): Partial<TellFacts> {
  return { postId: "q", postKind: "question", postState: "accepted", postAuthorId: "asker", ...facts };
}

function reply(facts: Partial<TellFacts>): Partial<TellFacts> {
  return {
    postId: "r",
    postKind: "reply",
    postState: "accepted",
    postAuthorId: "reader",
    ...facts,
  } as Partial<TellFacts>;
}

function membership(state: string, facts: Partial<TellFacts>): Partial<TellFacts> {
  return { membership: { id: "m", state, requested: "1", asked: true }, ...facts } as Partial<TellFacts>;
}

function report(facts: Partial<TellFacts>): Partial<TellFacts> {
  return { report: { id: "p", reporter: told("replier"), outcome: "removed", again: false }, ...facts };
}

function changeOf(kind: ChangeKind, change: Partial<Change>): Change {
  return {
    id: "change",
    kind,
    actorId: null,
    communityId: null,
    subjectId: "subject",
    subjectIri: null,
    revision: null,
    facts: {},
    road: "here",
    happened: new Date("2026-11-21T09:00:00Z"),
    ...change,
  };
}
