import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { returnBounced } from "../../node/invitations/look-after.ts";
import { MailRejected } from "../../node/mail/mailer.ts";
import type { OutgoingMail } from "../../node/ports.ts";
import { PASSWORD } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { openNoticeNode } from "../support/notices.ts";
import { browserOn, webAppFor } from "../support/web.ts";

const JSON_ONLY = { accept: "application/json" };
const BOX = "/c/food_waste/invitations";

/** Ruth facilitates; the mail server refuses one address for good. */
async function openScene(level: "open" | "closed" = "open") {
  const outbox: OutgoingMail[] = [];
  const node = await openNoticeNode({
    send: async (mail) => {
      if (mail.to === "gone@charity.example") throw new MailRejected("550 5.1.1 no such user");
      outbox.push(mail);
    },
    check: async () => ({ outcome: "fine" }),
  });
  const ruth = await node.person("Ruth Hallam");
  await createCommunity(node.ctx, ruth, draftCommunity("Food waste", level));
  const browser = browserOn(webAppFor(node.ctx), node.ctx.iris.origin);
  await browser.post("/sign-in", { email: ruth.email, password: PASSWORD });
  return { node, ruth, outbox, browser };
}

test("Pasted addresses are checked on a page of their own; what is ready is sent, bounces are listed, and one click ends such mails", async () => {
  const { node, ruth, outbox, browser } = await openScene();
  await using _node = node;
  const dev = await node.person("Dev Gill");
  const list = [
    "Jo Bloggs <jo@charity.example>, gone@charity.example",
    "nobody",
    dev.email,
    ruth.email,
    "JO@charity.example",
  ];
  const addresses = list.join("\n");
  const page = await browser.post(`${BOX}/check`, { addresses });
  expect(page.status).toBe(200);
  for (const words of [
    "3 invitations can be sent",
    "3 addresses are left out",
    "Not an email address",
    "Twice in the list",
    "A member already",
    "Nothing has been sent yet",
  ])
    expect(page.text, words).toContain(words);
  await node.settle();
  expect(outbox).toEqual([]);
  const sent = await browser.post(`${BOX}/addresses`, { addresses });
  expect(sent.to).toBe(`${BOX}?done=invites-sent`);
  await node.settle();
  expect(outbox.map(({ to, subject }) => [to, subject])).toEqual([
    ["jo@charity.example", "Ruth Hallam (Sunderland City Council) invites you to Food waste"],
    [dev.email, "Ruth Hallam (Sunderland City Council) invites you to Food waste"],
  ]);
  expect(await returnBounced(node.ctx)).toBe(1);
  const listed = (await browser.get(BOX)).text;
  expect(listed).toContain("gone@charity.example");
  expect(listed).toContain("The address takes no mail");
  const json = JSON.parse((await browser.get(BOX, JSON_ONLY)).text).sent;
  expect(
    json.map(({ state, why }: { state: string; why: string | null }) => `${state} ${why}`).sort(),
  ).toEqual(["pending null", "pending null", "returned bounced"]);
  const [mail] = outbox;
  expect(mail?.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  const stop = new URL(mail?.headers?.["List-Unsubscribe"]?.slice(1, -1) ?? "").pathname;
  const visitor = browserOn(webAppFor(node.ctx), node.ctx.iris.origin);
  expect((await visitor.get(stop)).text).toContain(
    "You will get no more invitations to communities by email.",
  );
  await visitor.post(stop, {});
  const again = JSON.parse(
    (await browser.post(`${BOX}/check`, { addresses: "jo@charity.example, jo2@charity.example" }, JSON_ONLY))
      .text,
  );
  expect(again.checked.map(({ state }: { state: string }) => state)).toEqual(["invited", "ready"]);
  await createCommunity(node.ctx, ruth, draftCommunity("School meals"));
  const other = JSON.parse(
    (await browser.post("/c/school_meals/invitations/check", { addresses: "jo@charity.example" }, JSON_ONLY))
      .text,
  );
  expect(other.checked[0].state).toBe("opted-out");
});

test("A list that holds nothing, or too much, comes back with why; who does not facilitate may not send", async () => {
  const { node, browser } = await openScene();
  await using _node = node;
  expect((await browser.post(`${BOX}/check`, { addresses: " " })).status).toBe(422);
  const many = Array.from({ length: 201 }, (_, at) => `n${at}@charity.example`).join("\n");
  expect((await browser.post(`${BOX}/check`, { addresses: many })).status).toBe(422);
  const dev = await node.person("Dev Gill");
  const his = browserOn(webAppFor(node.ctx), node.ctx.iris.origin);
  await his.post("/sign-in", { email: dev.email, password: PASSWORD });
  for (const path of ["check", "addresses"])
    expect((await his.post(`${BOX}/${path}`, { addresses: "jo@charity.example" })).status).toBe(403);
});

test("The mail to an address for a hidden community says only that there is an invitation", async () => {
  const { node, outbox, browser } = await openScene("closed");
  await using _node = node;
  await node.ctx.sql`update communities set level = 'confidential', join_policy = 'invitation'`;
  await browser.post(`${BOX}/addresses`, { addresses: "jo@charity.example" });
  await node.settle();
  expect(outbox.map(({ subject }) => subject)).toEqual(["You have an invitation"]);
  for (const secret of ["Food waste", "food_waste", "Ruth"])
    expect(JSON.stringify(outbox), secret).not.toContain(secret);
  const made = await node.ctx.sql`select type from activities where type = 'Invite'`;
  expect(made, "nobody is to be sent one").toEqual([]);
});
