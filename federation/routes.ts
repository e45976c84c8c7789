import { ANYONE, type Viewer } from "../node/visibility/viewer.ts";
import {
  administratorsAnswer,
  nodeAnswer,
  optOutsAnswer,
  personAnswer,
  scribeAnswer,
} from "./serve/actors.ts";
import { nothingHere, seeOther, wantsActivity } from "./serve/answer.ts";
import { nodeInfoAnswer, webFingerAnswer } from "./serve/discovery.ts";
import { ownFileAnswer } from "./serve/file.ts";
import { groupAnswer } from "./serve/group.ts";
import { activityAnswer, objectPostAnswer } from "./serve/objects.ts";
import { pageOfActor, pageOfObject } from "./serve/pages.ts";
import { replicaAnswer } from "./serve/replica.ts";
import { shownAnswer } from "./serve/shown.ts";
import { viewerOfRequest } from "./serve/signer.ts";
import type { Wire } from "./wire.ts";

/** A request for one of our addresses. */
export interface Asked {
  readonly wire: Wire;
  readonly request: Request;
  /** Of what the address is about, without its part: `https://…/ap/g/<id>`. */
  readonly iri: string;
  /** `followers` of `/ap/g/<id>/followers`; empty for the thing itself. */
  readonly part: string;
  /** The questions that the address understands; others have been left out. */
  readonly query: URLSearchParams;
}

/** One address of the federation. `path`: `:id` stands for one of our ids. */
export interface Route {
  readonly path: string;
  /** Names in the query that make a difference; no other reaches the answer. */
  readonly questions: readonly string[];
  /** Null: the pages answer. */
  readonly answer: (asked: Asked) => Promise<Response | null> | Response | null;
}

/** Where letters are taken; every one leads to the same door. */
export const INBOXES: readonly string[] = [
  "/ap/inbox",
  "/ap/actor/inbox",
  "/ap/scribe/inbox",
  "/ap/p/:id/inbox",
  "/ap/g/:id/inbox",
];

const NONE: readonly string[] = [];
const COUNTS = { followers: NONE, following: NONE };

/**
 * Every address that the federation answers to GET. Nothing else is reached, so that whoever adds a document adds a
 * line here, and the tests ask for it as every kind of outsider.
 */
export const ROUTES: readonly Route[] = [
  {
    path: "/",
    questions: NONE,
    answer: ({ wire, request }) => {
      const accept = request.headers.get("accept");
      const asked = accept !== null && wantsActivity(accept) && /json/i.test(accept);
      return asked ? seeOther(wire.ctx.iris.node) : null;
    },
  },
  {
    path: "/.well-known/webfinger",
    questions: ["resource"],
    answer: ({ wire, query }) => webFingerAnswer(wire.ctx, query.get("resource")),
  },
  { path: "/.well-known/nodeinfo", questions: NONE, answer: ({ wire }) => nodeInfoAnswer(wire.ctx, "links") },
  { path: "/nodeinfo/2.1", questions: NONE, answer: ({ wire }) => nodeInfoAnswer(wire.ctx, "document") },
  // Never as whoever signed: to check a signature, the asker's own actor may have to be read.
  ...under("/ap/actor", { "": NONE, followers: NONE, communities: ["page"] }, (asked) =>
    wantsActivity(asked.request.headers.get("accept"))
      ? nodeAnswer(asked.wire.ctx, asked.part, asked.query)
      : seeOther("/"),
  ),
  ...under(
    "/ap/actor",
    { outbox: NONE },
    toPrograms(
      async () => "/",
      ({ wire, part, query }) => nodeAnswer(wire.ctx, part, query),
    ),
  ),
  ...under(
    "/ap/actor",
    { "opt-outs": NONE },
    toPrograms(
      async () => "/",
      ({ wire }, viewer) => optOutsAnswer(wire.ctx, viewer),
    ),
  ),
  {
    path: "/ap/replica",
    questions: ["group", "epoch", "after"],
    answer: toPrograms(null, ({ wire, query }, viewer) => replicaAnswer({ wire, query, viewer })),
  },
  {
    path: "/ap/shown",
    questions: ["id"],
    answer: toPrograms(null, ({ wire, query }, viewer) => shownAnswer({ wire, query, viewer })),
  },
  ...under("/ap/scribe", { "": NONE, outbox: NONE, ...COUNTS }, ({ wire, part }) =>
    scribeAnswer(wire.ctx, part),
  ),
  ...under("/ap/admins", { "": NONE }, ({ wire }) => administratorsAnswer(wire.ctx)),
  ...under(
    "/ap/p/:id",
    { "": NONE, outbox: NONE, ...COUNTS },
    toPrograms(pageOfActor, (asked, viewer) => personAnswer(asked.wire.ctx, asked.iri, asked.part, viewer)),
  ),
  ...under(
    "/ap/o/:id",
    { "": NONE, replies: NONE },
    toPrograms(pageOfObject, ({ wire, iri, part }, viewer) =>
      objectPostAnswer(wire.ctx, { iri, part, viewer }),
    ),
  ),
  // A file of a post, for the node of its community; everyone else is answered by the pages.
  {
    path: "/files/:id",
    questions: NONE,
    answer: async ({ wire, request, iri }) =>
      request.headers.has("signature")
        ? ownFileAnswer(wire.ctx, iri, await viewerOfRequest(wire, request))
        : null,
  },
  ...under(
    "/ap/a/:id",
    { "": ["form"] },
    toPrograms(null, ({ wire, request, iri, query }, viewer) =>
      activityAnswer({ wire, request, iri, form: query.get("form"), viewer }),
    ),
  ),
  ...under(
    "/ap/g/:id",
    {
      "": NONE,
      outbox: NONE,
      followers: ["is_follower"],
      following: NONE,
      featured: NONE,
      moderators: NONE,
      members: NONE,
      memberships: NONE,
      history: ["after", "before", "limit"],
      sync: NONE,
      t: ["root"],
      o: ["id"],
      m: ["digest"],
      receipts: ["id"],
      appealed: ["id", "for"],
    },
    toPrograms(pageOfActor, ({ wire, request, iri, part, query }, viewer) =>
      groupAnswer({
        wire,
        groupIri: iri,
        part,
        query,
        viewer,
        ifNoneMatch: request.headers.get("if-none-match"),
      }),
    ),
  ),
];

/** The routes of a thing and of its parts, each with the questions it understands. */
function under(
  base: string,
  parts: Readonly<Record<string, readonly string[]>>,
  answer: Route["answer"],
): Route[] {
  return Object.entries(parts).map(([part, questions]) => ({
    path: part === "" ? base : `${base}/${part}`,
    questions,
    answer,
  }));
}

/** Programs get the document, as whoever signed; a browser is led to the page, if it may see one (resolution 20). */
function toPrograms(
  pageOf: ((ctx: Wire["ctx"], iri: string) => Promise<string | null>) | null,
  answer: (asked: Asked, viewer: Viewer) => Promise<Response>,
): Route["answer"] {
  return async (asked) => {
    const { wire, request, iri } = asked;
    if (wantsActivity(request.headers.get("accept"))) {
      const signed = request.headers.has("signature");
      return answer(asked, signed ? await viewerOfRequest(wire, request) : ANYONE);
    }
    const page = (await pageOf?.(wire.ctx, iri)) ?? null;
    return page === null ? nothingHere() : seeOther(page);
  };
}
