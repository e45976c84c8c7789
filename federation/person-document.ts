import type { NodeContext } from "../node/context.ts";
import type { PersonDocument } from "../node/people/document.ts";
import type { Viewer } from "../node/visibility/viewer.ts";
import type { JsonObject } from "./jcs.ts";
import { actorDocumentFor } from "./objects/document.ts";
import { type PersonFace, personFor } from "./objects/person.ts";
import { actorKeys } from "./render/group.ts";

/** How much of a person a viewer is shown. */
export function faceFor(person: PersonDocument, viewer: Viewer): PersonFace {
  if (person.visibility === "everyone") return "full";
  if (viewer.kind !== "peer") return "stub";
  return person.visibility === "network" ? "full" : "card";
}

/** A person of this node as their document, with that much of them. */
export async function personDocument(
  ctx: NodeContext,
  person: PersonDocument,
  face: PersonFace,
): Promise<JsonObject> {
  return actorDocumentFor(
    personFor(
      {
        ...person,
        origin: ctx.iris.origin,
        pageUrl: ctx.iris.page.person(person.handle),
        council:
          person.councilName === null ? null : { name: person.councilName, registerId: person.registerId },
        keys: await actorKeys(ctx, person.id),
        published: person.created,
      },
      face,
    ),
  );
}
