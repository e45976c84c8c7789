import { expect, test } from "vitest";
import { inTransaction, reading } from "../../node/context.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { findDraft, listDrafts } from "../../node/drafts/read.ts";
import { type DraftSave, saveDraft } from "../../node/drafts/save.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { refusalOf } from "../support/accounts.ts";
import { type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";

test("What stands in a form is found again on another device, and listed with the way back to it", async () => {
  await using node = await openNoticeNode();
  const { asha, community, place } = await writing(node);
  expect(await save(node, asha, { place, text: "A first thought" })).toMatchObject({ kind: "kept" });
  const found = await findDraft(node.ctx, asha.accountId, place);
  expect(found?.body.text).toBe("A first thought");
  const topic = await node.post(asha, community, { title: "Rota cover" });
  const reply = placeTextOf({ kind: "reply", postId: topic.id });
  await save(node, asha, { place: reply, text: "And a reply" });
  const rows = await reading(node.ctx, { kind: "person", ...asha }, (r) => listDrafts(r, asha.accountId));
  expect(rows).toMatchObject([
    {
      kind: "reply",
      about: "Rota cover",
      path: expect.stringMatching(/^\/c\/kinship_care\/t\/[0-9a-z]{26}#reply$/),
    },
    { kind: "question", about: null, path: "/c/kinship_care/new?kind=question" },
  ]);
});

test("A newer text of another device is never overwritten; an emptied form leaves no draft", async () => {
  await using node = await openNoticeNode();
  const { asha, place } = await writing(node);
  const desk = await save(node, asha, { place, text: "Written at the desk" });
  const seen = desk.kind === "kept" ? desk.updated : null;
  expect(await save(node, asha, { place, text: "Written on the phone" })).toMatchObject({
    kind: "newer",
    draft: { body: { text: "Written at the desk" } },
  });
  const phone = await save(node, asha, { place, text: "Written on the phone", seen });
  expect(phone).toMatchObject({ kind: "kept" });
  expect(await save(node, asha, { place, text: "More at the desk", seen })).toMatchObject({ kind: "newer" });
  await save(node, asha, { place, text: "", seen: phone.kind === "kept" ? phone.updated : null });
  expect(await findDraft(node.ctx, asha.accountId, place)).toBeNull();
});

test("A draft goes in the transaction of its post, and a saving that comes late does not bring it back", async () => {
  await using node = await openNoticeNode();
  const { asha, community, place } = await writing(node);
  const submission = "0199d8a0-0000-7000-8000-000000000001";
  await save(node, asha, { place, text: "The question", submission });
  const publish = (fails: boolean) =>
    inTransaction(node.ctx, async (tx) => {
      const draft = {
        kind: "question" as const,
        communityId: community,
        title: "Rota cover",
        text: "The question",
      };
      const content = await composePost(tx, { ...draft, parentId: null, themes: [], lang: null, submission });
      await publishPost(tx, { authorId: asha.actorId, content, draft: { accountId: asha.accountId, place } });
      if (fails) throw new Error("killed");
    });
  await expect(publish(true)).rejects.toThrow("killed");
  expect((await findDraft(node.ctx, asha.accountId, place))?.body.text).toBe("The question");
  await publish(false);
  expect(await findDraft(node.ctx, asha.accountId, place)).toBeNull();
  expect(await save(node, asha, { place, text: "The question", submission })).toEqual({ kind: "posted" });
  expect(await findDraft(node.ctx, asha.accountId, place)).toBeNull();
  expect(await save(node, asha, { place, text: "Another question" })).toMatchObject({ kind: "kept" });
});

test("A draft belongs to a form of this site and to nobody else", async () => {
  await using node = await openNoticeNode();
  const { asha, place } = await writing(node);
  const huw = await node.person("Huw Evans");
  await save(node, asha, { place, text: "Mine" });
  expect(await findDraft(node.ctx, huw.accountId, place)).toBeNull();
  expect(await refusalOf(save(node, asha, { place: "somewhere/else", text: "Text" }))).toBe("invalid");
  expect(await refusalOf(save(node, asha, { place, text: "x".repeat(100_001) }))).toBe("too-long");
});

async function writing(node: NoticeNode) {
  const asha = await node.person("Asha Patel");
  const community = await node.community(asha, "Kinship Care");
  return { asha, community, place: placeTextOf({ kind: "question", communityId: community }) };
}

function save(node: NoticeNode, person: Person, draft: Partial<DraftSave> & { place: string; text: string }) {
  const { text, ...more } = draft;
  const body = { title: "", text, themes: [], lang: null, submission: null };
  return saveDraft(node.ctx, { accountId: person.accountId, body, seen: null, submission: null, ...more });
}
