import { isJsonObject, type Json, type JsonObject } from "../../federation/jcs.ts";
import { pemOf } from "../../federation/keys.ts";
import { listOf } from "../../federation/one-or-many.ts";
import { readActivity } from "../../federation/read/activity.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { plainOf } from "../../node/text/plain.ts";
import { joinAs } from "../support/accounts.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import { actorDocument, type PeerActor, rsaPair } from "../support/peer-actor.ts";
import { openPeer, type Peer } from "../support/peerkit.ts";
import { type NetworkNode, startNodes } from "../support/start-nodes.ts";
import { place } from "./payload-rewrite.ts";

/** A council's site that documents of other programs are handed to, as their own programs would. */
export interface Door {
  /** What became of a document here: rows, pages and refusals, in one line. */
  hand(text: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openDoor(): Promise<Door> {
  const peer = await openPeer("elsewhere", "mastodon");
  const net = await startNodes(["somerset"], { config: { federationMode: "open" }, reach: [peer.origin] });
  const node = net.node("somerset");
  const { actorId } = await joinAs(node.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const group = await createCommunity(node.ctx, { actorId }, draftCommunity("Road safety"));
  let number = 0;
  return {
    async hand(text) {
      net.clock.advance(2);
      if (text === "") return "no delivery, but a request for a document";
      const question = await ask(node.ctx, actorId, group.id, `Question ${++number}?`);
      const setting = { home: `${peer.origin}/${number}`, groupIri: group.iri, postIri: question.iri };
      const document = readObject(text);
      const nobody = () => signerOf(peer, `${setting.home}/nobody`, null);
      if (document === null) return becomes({ node, peer, signer: nobody(), raw: text, activity: {} });
      const placed = place(document, setting);
      if (placed === null) return becomes({ node, peer, signer: nobody(), activity: document });
      const signer = signerOf(peer, placed.actorIri, placed.actor);
      if (placed.activity.type !== "Follow" && placed.activity.type !== "Join")
        await peer.post(
          node,
          { id: `${setting.home}/joins`, type: "Follow", actor: signer.iri, object: group.iri },
          { by: signer },
        );
      if (placed.before !== null) await peer.post(node, placed.before, { by: signer });
      return becomes({ node, peer, signer, activity: placed.activity });
    },
    async [Symbol.asyncDispose]() {
      await net[Symbol.asyncDispose]();
      await peer.close();
    },
  };
}

/** What is no JSON object is handed over byte by byte. */
function readObject(text: string): JsonObject | null {
  try {
    const json = JSON.parse(text) as Json;
    return isJsonObject(json) ? json : null;
  } catch {
    return null;
  }
}

/** Whoever the document names, on the other server; a document of theirs keeps everything but the words of its key. */
function signerOf(peer: Peer, iri: string, document: JsonObject | null): PeerActor {
  const rsa = rsaPair(0);
  const listed = listOf(document?.publicKey).find(isJsonObject);
  const keyId = typeof listed?.id === "string" ? listed.id : `${iri}#main-key`;
  const handle = new URL(iri).pathname.split("/").at(-1) || "somebody";
  const actor: PeerActor = {
    iri,
    type: "Person",
    handle,
    inbox: `${iri}/inbox`,
    keyId,
    rsa,
    proofKeyId: `${iri}#proof`,
    ed25519: rsa,
    extra: { assertionMethod: null, endpoints: null },
  };
  const own = document === null ? actorDocument(actor, peer.origin, "mastodon") : withKey(document, rsa);
  peer.serve(iri, { body: own });
  // A key with an address of its own is a document that names whose it is.
  const { id, type, publicKey } = own;
  if (!keyId.includes("#") && keyId !== iri)
    peer.serve(keyId, { body: { id, type, publicKey } as JsonObject });
  return actor;
}

function withKey(document: JsonObject, rsa: PeerActor["rsa"]): JsonObject {
  const [first] = listOf(document.publicKey).filter(isJsonObject);
  return first === undefined
    ? document
    : { ...document, publicKey: { ...first, publicKeyPem: pemOf(rsa.publicKey) } };
}

interface Handed {
  readonly node: NetworkNode;
  readonly peer: Peer;
  readonly signer: PeerActor;
  readonly activity: JsonObject;
  /** Sent in place of the activity. */
  readonly raw?: string;
}

async function becomes({ node, peer, signer, activity, raw }: Handed): Promise<string> {
  const before = await stateOf(node);
  const posting = raw === undefined ? { by: signer } : { by: signer, raw };
  const { status, text } = await peer.post(node, activity, posting);
  if (status !== 202) return `refused ${status} because ${detailOf(text)}`;
  const after = await stateOf(node);
  const changed = [...after].filter(([key, value]) => before.get(key) !== value);
  const told = changed.find(([key]) => key.startsWith("refused "));
  if (told) return `refused because ${told[1]}, and told so`;
  const gone = [...before.keys()]
    .filter((key) => !after.has(key))
    .map((key) => `${key.split(" ")[0]} taken back`);
  const lines = await Promise.all(changed.map(([key, line]) => withPage(node, line, before.has(key))));
  const all = [...lines, ...gone].sort();
  return all.length > 0 ? all.join("; ") : `ignored because ${await whyNothing(node, activity)}`;
}

/** Why what was taken without a word changed nothing: found by looking, not by asking the code that did nothing. */
async function whyNothing({ ctx, origin }: NetworkNode, activity: JsonObject): Promise<string> {
  const read = readActivity(activity);
  if (read.type === "ignored") return read.why;
  const [community] =
    await ctx.sql`select 1 from communities c join actors g on g.id = c.actor_id where g.iri = ${String(activity.actor)}`;
  if (read.type === "Announce" && !community) return "no community that is read here announced it";
  if (read.type === "Accept" || read.type === "Reject") return "it answers nothing that was asked here";
  if (!JSON.stringify(activity).includes(`${origin}/ap/`)) return "it names no community and nothing of here";
  if (read.type === "Move") return "a Move is not acted on";
  if (read.type === "Undo") return `there is no ${read.of.asType} to take back`;
  return "of nothing that is known";
}

function detailOf(text: string): string {
  const json = JSON.parse(text || "{}") as { detail?: string; title?: string };
  return json.detail ?? json.title ?? "";
}

/** Everything that a delivery may change, a line each by a key of its own. */
async function stateOf({ ctx }: NetworkNode): Promise<Map<string, string>> {
  const { sql } = ctx;
  const rows = await sql<{ key: string; line: string }[]>`
    select 'post ' || p.id as key, p.state || ' ' || p.kind || ' [' || p.id || ':' || p.revision || ']' as line from posts p
    union all select 'useful ' || post_id || actor_id, 'useful' from useful_marks
    union all select 'report ' || id, 'report “' || words || '”' from reports
    union all select 'membership ' || m.id, m.state || ' ' || m.role || ' “' || a.name || '”' from memberships m join actors a on a.id = m.actor_id
    union all select 'reader ' || f.id, f.state || ' reader “' || a.name || '”' from follows f join actors a on a.id = f.actor_id
    union all select 'locked ' || id, 'locked' from posts where locked is not null
    union all select 'pinned ' || id, 'pinned' from posts where pinned is not null
    union all select 'name ' || id, 'actor “' || name || '”' from actors where kind = 'person' and peer_id is not null and fetched is not null and updated <> created
    union all select 'refused ' || iri, facts->>'code' from activities where type = 'Reject'`;
  return new Map(rows.map(({ key, line }) => [key, line]));
}

/** Looks whether a visitor sees what the row says: title or text, the author's name, and the server it came from. */
async function withPage(node: NetworkNode, line: string, known: boolean): Promise<string> {
  const id = /\[([0-9a-f-]+):/.exec(line)?.[1];
  if (id === undefined) return line;
  const [row] = await node.ctx.sql<
    { root: string; title: string; html: string; name: string; iri: string; handle: string }[]
  >`
    select r.id as root, p.title, p.html, a.name, a.iri, g.handle from posts p join posts r on r.id = p.root_id join actors a on a.id = p.author_id
    join communities c on c.id = p.community_id join actors g on g.id = c.actor_id where p.id = ${id}`;
  const said = line.replace(/ \[.*/, "");
  if (!row) return `${said}, on no page`;
  const answer = await node.get(new URL(node.ctx.iris.page.topic(row.handle, row.root)).pathname);
  const page = plainOf(await answer.text());
  const words = [row.title || plainOf(row.html).slice(0, 30), row.name, new URL(row.iri).host];
  const shown = words.every((one) => page.includes(one.replace(/\s+/g, " ").trim()));
  if (!said.startsWith("accepted")) return said;
  const title = row.title === "" ? "" : ` “${row.title}”`;
  return `${said}${title}${known ? ", edited" : ""}, ${shown ? "shown" : "NOT SHOWN"} with its author and server`;
}
