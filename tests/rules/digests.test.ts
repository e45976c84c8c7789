import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { contentDigest, formHash, idsDigest, membersDigest, threadEtag } from "../../federation/digests.ts";
import { roleIriOf } from "../../federation/objects/memberships.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const member = (name: string) => ({
  subjectIri: `https://east.example/ap/p/${name}`,
  roleIri: roleIriOf("member"),
  state: "active",
});
const ZEROS = "0".repeat(64);

describe("Digests that two nodes compare", () => {
  it("B-13: no member, one member, and several in any order", () => {
    expect(membersDigest([])).toBe(ZEROS);
    expect(membersDigest([member("a")])).toBe(
      sha256("https://east.example/ap/p/a\nhttps://w3id.org/cop/v1#member\nactive"),
    );
    const several = ["a", "b", "c"].map(member);
    expect(membersDigest(several)).toBe(membersDigest(several.toReversed()));
    expect(membersDigest([...several, ...several])).toBe(ZEROS);
    expect(membersDigest([{ ...member("a"), state: "suspended" }])).not.toBe(membersDigest([member("a")]));
  });

  it("B-13: a digest worked out elsewhere is the same here", () => {
    // Python: bytes(x ^ y for x, y in zip(sha256(b"…/p/a\n…#member\nactive").digest(), sha256(b"…/p/b\n…#member\nactive").digest())).hex()
    expect(membersDigest([member("a"), member("b")])).toBe(
      "6531ad945bc45c9cb64b6046e551c7071768dd699bcb43c566cf759600811365",
    );
  });

  it("C-05: a thread's tag changes exactly when a post comes or goes", () => {
    const posts = ["https://east.example/ap/o/1", "https://north.example/ap/o/2"];
    expect(threadEtag(posts)).toBe(`"${idsDigest(posts)}"`);
    expect(threadEtag(posts.toReversed())).toBe(threadEtag(posts));
    expect(threadEtag(posts.slice(1))).not.toBe(threadEtag(posts));
    expect(idsDigest(["x"])).toBe(sha256("x"));
  });

  it("content is equal when objects, states and present forms are, whatever happened before", () => {
    const note = { id: "https://east.example/ap/o/1", content: "<p>Hello</p>" };
    const live = { iri: note.id, state: "live", hash: formHash(note) } as const;
    const gone = { iri: "https://east.example/ap/o/2", state: "deleted", hash: "" } as const;
    expect(contentDigest([])).toBe(sha256(""));
    expect(contentDigest([gone, live])).toBe(
      sha256(`${live.iri}\nlive\n${live.hash}\n${gone.iri}\ndeleted\n${ZEROS}\n`),
    );
    expect(contentDigest([live, gone])).toBe(contentDigest([gone, live]));
    expect(contentDigest([live, { ...gone, hash: live.hash }])).toBe(contentDigest([live, gone]));
    expect(contentDigest([live, { ...gone, state: "removed" }])).not.toBe(contentDigest([live, gone]));
    expect(formHash({ content: "<p>Hello</p>", id: note.id })).toBe(live.hash);
  });
});
