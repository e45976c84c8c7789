import { PUBLIC_IRI } from "../contexts.ts";
import type { JsonObject } from "../jcs.ts";
import type { GroupAddress } from "../objects/audience.ts";
import { type Act, activityFor } from "./activity.ts";

/** "Useful" (profile C.8). Addressed to the Group only: who found what useful is not published to the world (E.4). */
export function likeFor(act: Act, groupIri: string, postIri: string): JsonObject {
  return activityFor("Like", act, { to: [groupIri], cc: [], audience: groupIri }, { object: postIri });
}

/** The asker or a facilitator marks the answer (profile C.2, PieFed's activity). */
export function chooseAnswerFor(act: Act, group: GroupAddress, answerIri: string): JsonObject {
  const [to, cc] = group.readers === "everyone" ? [[PUBLIC_IRI], [group.iri]] : [[group.iri], []];
  return activityFor("ChooseAnswer", act, { to, cc, audience: group.iri }, { object: answerIri });
}
