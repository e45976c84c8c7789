import { z } from "zod";
import { SERVICE_AREAS } from "../accounts/service-areas.ts";
import { APPEAL_OUTCOMES } from "../appeals/types.ts";
import { CHARTER_QUESTIONS } from "../communities/types.ts";

// What a member's node may ask of the node of a hidden community, for one person, in one request (FEDERATION.md, "Hidden
// communities"). Both sides read it by this schema; ids are row ids of the community's node.

const id = z.uuid();
const iri = z.string().max(2_048);
const page = z.int().min(1).max(10_000).default(1);
const reason = z.string().max(1_000);
const written = {
  title: z.string().max(2_000),
  text: z.string().max(200_000),
  themes: z.array(z.string().max(100)).max(20),
  lang: z.enum(["en", "cy"]).nullable(),
  files: z
    .array(z.object({ id: z.string().max(40), alt: z.string().max(1_000) }))
    .max(20)
    .nullable(),
};

export const hiddenAsk = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("invitation") }),
  z.object({ ask: z.literal("join") }),
  z.object({ ask: z.literal("decline") }),
  z.object({ ask: z.literal("leave") }),
  z.object({
    ask: z.literal("topics"),
    show: z.enum(["everything", "questions", "unanswered", "answered"]),
    sort: z.enum(["latest", "newest", "useful"]),
    theme: z.string().max(100).nullable(),
    page,
  }),
  z.object({ ask: z.literal("about") }),
  z.object({ ask: z.literal("members"), page }),
  z.object({ ask: z.literal("thread"), thread: id, page }),
  z.object({ ask: z.literal("post"), thread: id, post: id }),
  z.object({ ask: z.literal("source"), thread: id, post: id }),
  z.object({ ask: z.literal("search"), text: z.string().max(500), page: z.int().min(1).max(40) }),
  z.object({
    ask: z.literal("publish"),
    kind: z.enum(["topic", "question", "reply"]),
    parent: id.nullable(),
    /** Language of the page it was written on. */
    otherwise: z.enum(["en", "cy"]),
    submission: z.uuid().nullable(),
    ...written,
  }),
  z.object({ ask: z.literal("edit"), post: id, revision: z.int().positive(), ...written }),
  z.object({ ask: z.literal("delete"), post: id }),
  z.object({ ask: z.literal("useful"), post: id, on: z.boolean() }),
  z.object({ ask: z.literal("accept"), post: id, on: z.boolean() }),
  z.object({
    ask: z.literal("report"),
    post: id,
    category: z.string().max(50),
    words: z.string().max(1_000),
  }),
  /** Against the removal of the person's own post, and how it stands. */
  z.object({ ask: z.literal("appeal"), post: id, words: reason }),
  z.object({ ask: z.literal("own-appeal"), post: id }),
  /** What a facilitator decides who did not remove the post. */
  z.object({ ask: z.literal("appeals"), page }),
  z.object({ ask: z.literal("appealed"), appeal: id }),
  z.object({ ask: z.literal("decide-appeal"), appeal: id, outcome: z.enum(APPEAL_OUTCOMES), reason }),
  z.object({ ask: z.literal("log"), page }),
  z.object({ ask: z.literal("reports"), show: z.enum(["open", "closed"]), page }),
  z.object({ ask: z.literal("reported"), report: id }),
  /** What the person reported themselves, and what became of it. */
  z.object({ ask: z.literal("made"), page }),
  z.object({ ask: z.literal("remove"), post: id, reason }),
  z.object({ ask: z.literal("restore"), post: id, reason }),
  z.object({ ask: z.literal("lock"), thread: id, on: z.boolean(), reason }),
  /** Everything that its settings hold. */
  z.object({
    ask: z.literal("change"),
    name: z.string().max(300),
    purpose: z.string().max(1_000),
    themes: z.array(z.enum(SERVICE_AREAS)).max(20),
    language: z.enum(["en", "cy"]),
    charter: z.partialRecord(z.enum(CHARTER_QUESTIONS), z.string().max(5_000)),
  }),
  z.object({ ask: z.literal("pin"), thread: id, on: z.boolean() }),
  /** Who was invited; `people`: how those stand to the community whom the facilitator found on their own node. */
  z.object({ ask: z.literal("invitations"), people: z.array(iri).max(25) }),
  z.object({
    ask: z.literal("invite"),
    person: iri,
    confirmed: z.boolean(),
    /** Of the asking node, as its document: nobody else may have heard of them. */
    actor: z.looseObject({ id: iri }).optional(),
  }),
  /** `person`: of another node than the community's, who is invited by reference. */
  z.object({ ask: z.literal("take-back"), invitation: id.nullable(), person: id.nullable() }),
  z.object({ ask: z.literal("member"), person: id }),
  z.object({ ask: z.literal("role"), person: id, role: z.enum(["member", "facilitator", "owner"]) }),
  /** `until`: the first day on which they post again; null: when somebody lifts it. */
  z.object({ ask: z.literal("suspend"), person: id, reason, until: z.iso.date().nullable() }),
  z.object({ ask: z.literal("lift"), person: id }),
  z.object({ ask: z.literal("expel"), person: id, reason }),
  z.object({ ask: z.literal("decide"), report: id, act: z.enum(["remove", "dismiss"]), reason }),
  z.object({
    ask: z.literal("file"),
    key: z.string().max(100),
    small: z.boolean(),
    from: z.int().min(0),
    to: z.int().min(0).nullable(),
  }),
  z.object({ ask: z.literal("files"), ids: z.array(z.string().max(40)).max(20), post: id.nullable() }),
  /** Its bytes follow the line of the question. */
  z.object({
    ask: z.literal("upload"),
    name: z.string().max(300),
    type: z.string().max(200),
  }),
]);

/** One question of a member's node, or one act of its person. */
export type HiddenAsk = z.output<typeof hiddenAsk>;
