import { expect, test } from "vitest";
import { giveUpLetters } from "../../node/lanes/settle.ts";
import { tellOfLateLetters } from "../../node/notifications/late-letters.ts";
import { PASSWORD } from "../support/accounts.ts";
import { startThreeCouncils } from "../support/three-councils.ts";
import { browserOn, webAppFor } from "../support/web.ts";

const DAYS = 24 * 60;

test("What could not be handed over for 30 days is given up, and whoever wrote it is told once and still has the text", async () => {
  await using councils = await startThreeCouncils();
  const { net, sunderland, somerset } = councils;
  await net.connect("sunderland", "somerset");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  await somerset.stop();
  const iri = await councils.write(amara, { title: "Who pays for respite?", text: "Ours ended in March." });
  await net.settle();
  const browser = browserOn(webAppFor(sunderland.ctx), sunderland.origin);
  /** What the worker does every six hours. */
  const sweep = async () => {
    await giveUpLetters(sunderland.ctx);
    await tellOfLateLetters(sunderland.ctx);
  };
  const told = () => sunderland.ctx.sql<{ mails: number }[]>`
    select (select count(*)::int from mails m where m.notice_id = n.id) as mails from notices n
    where n.account_id = ${amara.accountId} and n.kind = 'late-letter'`;

  net.clock.advance(29 * DAYS);
  await net.settle();
  await sweep();
  expect(await told()).toEqual([]);
  expect(await waits()).toBe(1);

  net.clock.advance(2 * DAYS);
  await sweep();
  await sweep();
  expect(await told()).toEqual([{ mails: 1 }]);
  expect(await waits()).toBe(0);
  await browser.post("/sign-in", { email: "amara.okafor@sunderland.gov.example", password: PASSWORD });
  expect((await browser.get("/notifications")).text).toContain(
    "What you wrote in “Who pays for respite?” could not be delivered, because Somerset has not answered for 30 days",
  );
  const [post] = await sunderland.ctx.sql<{ state: string; source: string }[]>`
    select state, source from posts where iri = ${iri}`;
  expect(post).toEqual({ state: "pending", source: "Ours ended in March." });

  async function waits(): Promise<number> {
    const [row] = await sunderland.ctx.sql<{ n: number }[]>`
      select count(*)::int as n from deliveries d join activities v on v.iri = d.activity_iri
      where v.object_iri = ${iri} and d.failed is null`;
    return row?.n ?? 0;
  }
});
