import { groupCollectionsOf } from "../objects/group.ts";
import type { ReadErase } from "../read/activity-erase.ts";
import type { ReadInvite } from "../read/activity-invite.ts";
import type {
  Activity,
  ReadActivity,
  ReadAnswer,
  ReadCuration,
  ReadFollow,
  ReadJoin,
  ReadOffer,
  ReadPlace,
  ReadUndo,
  ReadUpdate,
} from "../read/activity-types.ts";
import type { ReadView } from "../read/activity-view.ts";
import type { CommunityAct } from "./act.ts";
import { actorGone, actorUpdated } from "./actors.ts";
import { announced } from "./announced.ts";
import { answeredConnect, askedToConnect, directoryChanged, endedConnect } from "./connect.ts";
import { isErasureAnswer, onErase, onErasureAnswer } from "./erasures.ts";
import { onReceipt, onReport } from "./flagged.ts";
import { placeOffered } from "./hidden.ts";
import { invited, returnedInvite, uninvited } from "./invitations.ts";
import { writtenToLead } from "./lead-letters.ts";
import { type Letter, type LetterOutcome, onAct, takeLetter } from "./letters.ts";
import { grantChanged, removedByGroup } from "./member-acts.ts";
import { answered, followed, joined, left, unfollowed } from "./membership.ts";
import { onOpened } from "./opened.ts";
import { presentedGrant } from "./presented.ts";

/** The routing table: which handler takes an authenticated activity. Nothing is decided here. */
export function route(letter: Letter): Promise<LetterOutcome> {
  const { activity } = letter;
  switch (activity.type) {
    case "Follow":
    case "Join":
      return onFollow({ ...letter, activity });
    case "Accept":
    case "Reject":
      return onAnswer({ ...letter, activity });
    case "Undo":
      return undone({ ...letter, activity });
    case "Announce":
      return announced({ ...letter, activity });
    case "Update":
      return updated({ ...letter, activity });
    case "Delete":
      return activity.ofActor ? actorGone({ ...letter, activity }) : onAct({ ...letter, activity });
    case "Like":
    case "ChooseAnswer":
    case "Leave":
    case "Create":
    case "Add":
    case "Lock":
    case "Block":
      return onPlain({ ...letter, activity });
    case "Remove":
      return removed({ ...letter, activity });
    case "Flag":
    case "Resolve":
      return onReport({ ...letter, activity });
    case "Offer":
    case "Invite":
    case "Place":
    case "View":
    case "Erase":
      return offered({ ...letter, activity });
    default:
      return onAct({ ...letter, activity });
  }
}

function onFollow({ activity, ...letter }: Letter<ReadFollow | ReadJoin>): Promise<LetterOutcome> {
  if (activity.type === "Join") return onJoin({ ...letter, activity });
  if (activity.object === letter.wire.ctx.iris.node) return askedToConnect({ ...letter, activity });
  return takeLetter({ ...letter, activity }, (scene) => followed({ ...letter, activity }, scene));
}

async function onJoin(letter: Letter<ReadJoin>): Promise<LetterOutcome> {
  const granted = await presentedGrant(letter.wire, letter.activity);
  return takeLetter(letter, (scene) => joined(letter, scene, granted));
}

function onAnswer(letter: Letter<ReadAnswer>): Promise<LetterOutcome> {
  if (isNode(letter.activity)) return nodeAnswered(letter);
  return takeLetter(letter, (scene) => answered(letter, scene));
}

function onPlain(letter: Letter<Activity & CommunityAct>): Promise<LetterOutcome> {
  const { activity } = letter;
  if (activity.type !== "Leave") return onAct(letter);
  return takeLetter(letter, (scene) => left({ ...letter, activity }, scene));
}

/** What is undone stands inside whole, or its id alone does (snac; F-05): then it is a Follow, or else an act. */
async function undone(letter: Letter<ReadUndo>): Promise<LetterOutcome> {
  const { asType } = letter.activity.of;
  if (asType === "Invite") return takeLetter(letter, (scene) => uninvited(letter, scene));
  if (asType !== "Follow" && asType !== null) return onAct(letter);
  if (isNode(letter.activity) && (await endedConnect(letter)) === "taken") return "taken";
  const outcome = await takeLetter(letter, (scene) => unfollowed(letter, scene));
  return asType === null && outcome === "ignored" ? onAct(letter) : outcome;
}

function updated(letter: Letter<ReadUpdate>): Promise<LetterOutcome> {
  const { activity } = letter;
  if (isNode(activity)) return directoryChanged(letter);
  if (activity.ofActor) return actorUpdated(letter);
  if (activity.grant === undefined) return onAct(letter);
  return takeLetter(letter, (scene) => grantChanged(letter, scene));
}

type Told = ReadOffer | ReadInvite | ReadPlace | ReadView | ReadErase;

/** A letter to a lead, an invitation, a hidden place, that somebody reads in an emergency, or that copies are to be erased. */
function offered(letter: Letter<Told>): Promise<LetterOutcome> {
  const { activity } = letter;
  if (activity.type === "Invite") return invited({ ...letter, activity });
  if (activity.type === "Place") return placeOffered({ ...letter, activity });
  if (activity.type === "Erase") return onErase({ ...letter, activity });
  if (activity.type === "View") return onOpened({ ...letter, activity });
  return takeLetter(letter, (scene) => writtenToLead({ ...letter, activity }, scene));
}

/** A Group removes from its own members; a facilitator asks it to. */
function removed(letter: Letter<ReadCuration>): Promise<LetterOutcome> {
  const { actor, target } = letter.activity;
  if (target !== groupCollectionsOf(actor).members) return onAct(letter);
  return takeLetter(letter, (scene) => removedByGroup(letter, scene));
}

/** A node answers a request to connect, confirms to a community that it obeyed, or gives an invitation back. */
function nodeAnswered(letter: Letter<ReadAnswer>): Promise<LetterOutcome> {
  if (isErasureAnswer(letter.activity)) return onErasureAnswer(letter);
  const { audience, type } = letter.activity;
  if (audience === null) return answeredConnect(letter);
  return type === "Accept" ? onReceipt(letter) : returnedInvite(letter);
}

/** A node speaks for itself through its own actor. */
function isNode(activity: Activity): boolean {
  return activity.actor.endsWith("/ap/actor");
}

/** Read and sound; refusals and things not acted on are told apart before routing. */
export function isRoutable(read: ReadActivity): read is Activity {
  return read.type !== "refused" && read.type !== "ignored";
}
