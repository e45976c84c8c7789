import type { Act } from "../../federation/activities/activity.ts";
import { announceIdFor, forwardFor, logEntryFor } from "../../federation/activities/announce.ts";
import { acceptFor, decisionFor, rejectFor } from "../../federation/activities/answer.ts";
import {
  acceptConnectionFor,
  askToConnectFor,
  refuseConnectionFor,
} from "../../federation/activities/connect.ts";
import { createFor } from "../../federation/activities/create.ts";
import { lockFor, moderatorFor, pinFor, removeMemberFor } from "../../federation/activities/curate.ts";
import { deleteFor, deletePersonFor, removePostFor } from "../../federation/activities/delete.ts";
import { followFor } from "../../federation/activities/follow.ts";
import { joinFor, leaveFor } from "../../federation/activities/join.ts";
import { blockFor, flagFor, resolveFor } from "../../federation/activities/moderate.ts";
import { undoFor } from "../../federation/activities/undo.ts";
import {
  actorHintFor,
  directoryHintFor,
  updateFor,
  updateGroupFor,
} from "../../federation/activities/update.ts";
import { chooseAnswerFor, likeFor } from "../../federation/activities/useful.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import { articleFor } from "../../federation/objects/article.ts";
import { groupFor } from "../../federation/objects/group.ts";
import { noteFor } from "../../federation/objects/note.ts";
import { personFor } from "../../federation/objects/person.ts";
import {
  AISHA,
  aisha,
  CARL,
  EAST,
  GROUP,
  group,
  NOON,
  NORTH,
  northNode,
  reply,
  roadSafety,
  TOPIC,
  topic,
} from "./wire-facts.ts";

let made = 0;

export function by(actorIri: string): Act {
  return { iri: `${new URL(actorIri).origin}/ap/a/${++made}`, actorIri, published: NOON };
}

const grant = {
  iri: `${GROUP}/memberships/01m1`,
  groupIri: GROUP,
  personIri: AISHA,
  role: "member",
  state: "active",
  since: NOON,
} as const;
const north = `${NORTH}/ap/actor`;
const east = `${EAST}/ap/actor`;

/** One of every activity this node sends, by a name. */
export function everyActivity(): ReadonlyMap<string, JsonObject> {
  const create = createFor(by(AISHA), articleFor(topic));
  const join = joinFor(by(AISHA), GROUP, "I lead on school streets.");
  const flag = flagFor(by(east), GROUP, {
    objectIris: [TOPIC],
    words: "Personal attack",
    category: "conduct",
    reference: "r-8812",
  });
  const follow = followFor(by(AISHA), GROUP);
  const lock = lockFor(by(CARL), roadSafety, TOPIC, "Settled");
  const ask = askToConnectFor(by(east), north, { words: "We share a border.", councils: northNode.councils });
  const answer = { askerIri: east, words: "Welcome", councils: northNode.councils };
  return new Map([
    ["create a topic", create],
    ["create a reply", createFor(by(CARL), noteFor(reply))],
    ["edit", updateFor(by(AISHA), articleFor({ ...topic, updated: new Date(NOON.getTime() + 1) }))],
    ["update a community", updateGroupFor(by(GROUP), roadSafety, groupFor(group))],
    ["update a person", actorHintFor(by(AISHA), personFor(aisha, "full"), [north])],
    ["hint at the directory", directoryHintFor(by(north), `${north}/communities`, [east])],
    ["delete", deleteFor(by(AISHA), roadSafety, TOPIC)],
    ["remove a post", removePostFor(by(CARL), roadSafety, { iri: TOPIC, reason: "Off topic" })],
    ["delete a person", deletePersonFor(by(AISHA), [north], true)],
    ["follow", follow],
    ["stop following", undoFor(by(AISHA), follow)],
    ["join", join],
    ["leave", leaveFor(by(AISHA), GROUP)],
    ["accept", acceptFor(by(GROUP), join, { to: AISHA, grant, words: "" })],
    ["reject", rejectFor(by(GROUP), join, { to: AISHA, error: null, words: "For highways staff only" })],
    [
      "decide",
      decisionFor(by(CARL), GROUP, {
        joinIri: String(join.id),
        accept: true,
        words: "Welcome",
        confirmed: true,
      }),
    ],
    ["useful", likeFor(by(CARL), GROUP, TOPIC)],
    ["choose an answer", chooseAnswerFor(by(AISHA), roadSafety, reply.iri)],
    [
      "log",
      logEntryFor(by(GROUP), roadSafety, create, {
        epoch: "01jq",
        seq: 1042,
        prevIri: `${NORTH}/ap/a/0`,
        firstSeq: null,
      }),
    ],
    ["announce an id", announceIdFor(by(GROUP), GROUP, TOPIC)],
    ["pass on a request", forwardFor(by(GROUP), [CARL], join)],
    ["pin", pinFor(by(CARL), roadSafety, TOPIC, true)],
    ["unpin", pinFor(by(CARL), roadSafety, TOPIC, false)],
    ["make a facilitator", moderatorFor(by(CARL), roadSafety, AISHA, true)],
    ["remove a member", removeMemberFor(by(GROUP), GROUP, AISHA, "Left the council")],
    ["lock", lock],
    ["unlock", undoFor(by(CARL), lock)],
    ["report", flag],
    ["close a report", resolveFor(by(GROUP), east, flag, "Removed")],
    ["suspend", blockFor(by(CARL), GROUP, { personIri: AISHA, reason: "Spam", until: NOON })],
    ["ask to connect", ask],
    ["accept a connection", acceptConnectionFor(by(north), { received: ask }, answer)],
    [
      "refuse a connection",
      refuseConnectionFor(
        by(north),
        { iri: null, askerIri: east },
        { askerIri: east, words: "Not yet", error: "refused" },
      ),
    ],
  ]);
}
