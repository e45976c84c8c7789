import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCommunity } from "../../../node/communities/create.ts";
import { idOf } from "../../../node/ids.ts";
import { draftCommunity, ask as startTopic } from "../../support/attack-scene.ts";
import { hasBrowser } from "../../support/browser.ts";
import { signedIn } from "../acts.ts";
import { openScene, type Scene } from "../scene.ts";
import { type Seed, seedPeople } from "../seed.ts";
import { WAYS } from "../ways.ts";

/** Martin releases what was written for members, and moves a discussion that everyone can read. */
describe.skipIf(!hasBrowser())("Releasing and moving", () => {
  let scene: Scene;
  let seed: Seed;
  let roomId: string;
  let openId: string;

  beforeAll(async () => {
    scene = await openScene(["sunderland", "somerset"]);
    seed = await seedPeople(scene);
    const { martin } = seed.cast;
    const { ctx } = martin.site;
    roomId = (await createCommunity(ctx, martin, draftCommunity("Case reviews", "closed"))).id;
    openId = (await createCommunity(ctx, martin, draftCommunity("Road safety"))).id;
    await createCommunity(ctx, martin, draftCommunity("Fees"));
    await scene.settle();
  });
  afterAll(() => scene?.[Symbol.asyncDispose]());

  test.each(WAYS)(
    "C.10: Martin chooses a post, looks at what will be read, and releases it, $name",
    async (way) => {
      const { martin } = seed.cast;
      const title = `Who signs off, ${way.name}?`;
      await startTopic(martin.site.ctx, martin.actorId, roomId, title);
      const walker = await signedIn(scene, martin, way);
      await walker.open("/c/case_reviews/release");
      await walker.follow(title);
      await walker.choose(walker.t("community.release.postBy", { number: 1, name: martin.name }));
      await walker.choose("Road safety");
      await walker.press("community.release.toLook");
      await walker.says("community.release.willBeRead", { community: "Road safety" });
      const words = `What we sign, ${way.name}`;
      await walker.fill("topic.compose.topic", words);
      await walker.fill("community.release.reason", "Others ask the same.");
      await walker.press("community.release.lookAgain");
      await walker.sees(words);
      await walker.press("community.release.act");
      await walker.says("common.done.posted");
      await walker.says("community.release.is", { name: martin.name, reason: "Others ask the same." });
      await walker.open("/c/case_reviews/release");
      await walker.sees(words);
      await walker.leave();
    },
  );

  test.each(WAYS)("C.9: Martin moves a discussion to another community and back, $name", async (way) => {
    const { martin } = seed.cast;
    const title = `What is the fee, ${way.name}?`;
    const { id } = await startTopic(martin.site.ctx, martin.actorId, openId, title);
    const walker = await signedIn(scene, martin, way);
    await walker.open(`/c/road_safety/t/${idOf(id)}`);
    for (const [from, to] of [
      ["road_safety", "Fees"],
      ["fees", "Road safety"],
    ] as const) {
      expect(walker.path).toContain(`/c/${from}/`);
      await walker.follow(walker.t("topic.moveTo"));
      await walker.says("topic.move.text");
      await walker.choose(to);
      await walker.fill("topic.moveReason", "It is about fees.");
      await walker.press("topic.moveYes");
      await walker.says("common.done.moved");
      await walker.sees(title);
    }
    await walker.leave();
  });
});
