import { expect, test } from "vitest";
import { removeMember } from "../../node/memberships/remove.ts";
import { liftSuspension, suspendMember } from "../../node/memberships/suspend.ts";
import { joinAll, mailsTo, openNoticeNode } from "../support/notices.ts";

const REASON = "Names of residents, twice.";

test("Whoever is paused, let post again or removed gets one mail each, with the reason", async () => {
  await using node = await openNoticeNode();
  const [ruth, dev] = [await node.person("Ruth Hallam"), await node.person("Dev Gill")];
  const communityId = await node.community(ruth, "Food waste");
  await joinAll(node.ctx, communityId, [dev]);
  const about = { byId: ruth.actorId, actorId: dev.actorId, communityId };
  await suspendMember(node.ctx, { ...about, reason: REASON, until: null });
  await suspendMember(node.ctx, { ...about, reason: REASON, until: null });
  const mails = [...(await node.settle())];
  await liftSuspension(node.ctx, about);
  mails.push(...(await node.settle()));
  await removeMember(node.ctx, { ...about, reason: REASON });
  mails.push(...mailsTo(await node.settle(), dev));
  expect(mails.map(({ subject }) => subject)).toEqual([
    "Your posting in Food waste is paused",
    "You can post in Food waste again",
    "You are no longer a member of Food waste",
  ]);
  expect(mails.map(({ text }) => text.includes(REASON))).toEqual([true, false, true]);
});
