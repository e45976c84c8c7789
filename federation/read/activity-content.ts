import { sameOrigin } from "../../node/iris.ts";
import type { JsonObject } from "../jcs.ts";
import type { Head, ReadActivity } from "./activity-types.ts";
import { type ReadContent, readContentObject } from "./content-object.ts";
import { ACTOR_TYPES } from "./content-types.ts";
import { type Ignored, ignored, type Refused, refused } from "./outcome.ts";
import { iriOf, irisOf, manyOf, recordOf, typeOf } from "./values.ts";
import { wordsOf } from "./words.ts";

export function readCreate(head: Head): ReadActivity {
  const sent = objectOf(head);
  if ("why" in sent) return sent;
  if ("iri" in sent) return { ...head, type: "Create", object: sent.iri, content: null };
  const { object } = sent;
  if (ACTOR_TYPES.has(typeOf(object) ?? "")) return ignored("Create", "makes an actor");
  const content = ownContent(head, object);
  if (content.type !== "content") return content;
  return {
    ...head,
    type: "Create",
    object: content.iri,
    content,
    audience: head.audience ?? content.audience,
  };
}

export function readUpdate(head: Head): ReadActivity {
  const sent = objectOf(head);
  if ("why" in sent) return sent;
  if ("iri" in sent) return { ...head, type: "Update", object: sent.iri, content: null, ofActor: false };
  const { object } = sent;
  if (ACTOR_TYPES.has(typeOf(object) ?? "")) {
    const iri = iriOf(object);
    if (iri === null) return refused("invalid", "object: no web address");
    const off = recordOf(object)?.suspended === true ? { suspended: true } : {};
    return { ...head, type: "Update", object: iri, content: null, ofActor: true, ...off };
  }
  if (typeOf(object) === "Relationship") return ofGrant(head, object as JsonObject);
  const content = ownContent(head, object);
  if (content.type !== "content") return content;
  const audience = head.audience ?? content.audience;
  return { ...head, type: "Update", object: content.iri, content, ofActor: false, audience };
}

function ofGrant(head: Head, grant: JsonObject): ReadActivity {
  const iri = iriOf(grant);
  if (iri === null) return refused("invalid", "object: no web address");
  return { ...head, type: "Update", object: iri, content: null, ofActor: false, grant };
}

/** Of the object only its id counts, whether it comes as id, `Tombstone` or actor. */
export function readDelete(head: Head): ReadActivity {
  const { document } = head;
  const object = iriOf(document.object);
  if (object === null) return refused("invalid", "object: no web address");
  return {
    ...head,
    type: "Delete",
    object,
    reason: typeof document.summary === "string" ? wordsOf(document.summary) : null,
    ofActor: object === head.actor,
    removeData: document.removeData === true,
  };
}

type Sent = { readonly iri: string } | { readonly object: Readonly<Record<string, unknown>> };

function objectOf(head: Head): Sent | Refused {
  const [object, ...more] = manyOf(head.document.object);
  if (object === undefined || more.length > 0) return refused("invalid", "object: not exactly one");
  const embedded = recordOf(object);
  if (embedded !== null) return { object: embedded };
  const iri = iriOf(object);
  return iri === null ? refused("invalid", "object: no web address") : { iri };
}

/**
 * The content of a Create or Update, only where the actor may speak for it (E-08): the object lies on the actor's origin
 * and is attributed to the actor, among others of that origin at most. Addressed to two communities is to none.
 */
function ownContent(head: Head, object: Readonly<Record<string, unknown>>): ReadContent | Ignored | Refused {
  const content = readContentObject(object);
  if (content.type === "tombstone") return ignored("Tombstone", "says nothing");
  if (content.type !== "content") return content;
  const authors = irisOf(object.attributedTo ?? object.actor);
  const own = authors.includes(head.actor) && authors.every((author) => sameOrigin(author, head.actor));
  if (!own || !sameOrigin(content.iri, head.actor))
    return refused("wrong-author", "the work of another actor");
  if (head.audience !== null && content.audience !== null && head.audience !== content.audience) {
    return refused("wrong-audience", "activity and object name different communities");
  }
  // An object that names no addressee has its activity's (ActivityPub §6.2; Discourse writes only the outer ones).
  const unaddressed = content.to.length === 0 && content.cc.length === 0;
  return { ...content, authorIri: head.actor, public: content.public || (unaddressed && head.public) };
}
