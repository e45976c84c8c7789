import { afterAll, beforeAll, expect, test } from "vitest";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { openScene, type Scene, sendAs, type Who, writeAs } from "../support/attack-scene.ts";

let scene: Scene;
let removal: string;
beforeAll(async () => {
  scene = await openScene();
  removal = await removeAnns();
});
afterAll(async () => scene[Symbol.asyncDispose]());

test("Nobody appeals but the author of what was removed, against that removal, once", async () => {
  for (const [who, object] of [
    ["bob", removal],
    ["mallory", removal],
    ["ann", scene.anns.iri],
    ["ann", `${scene.north.origin}/ap/a/none`],
    ["ann", scene.martins.iri],
  ] as const)
    await appeal(who, object);
  expect(await appeals()).toEqual([]);
  await appeal("ann", removal);
  await appeal("ann", removal);
  expect(await appeals()).toEqual([{ words: "Please look again.", state: "open" }]);
  expect(await scene.north.ctx.sql`select 1 from log_entries where type = 'Flag'`).toEqual([]);
});

test("Nobody but the community decides an appeal, and a removal that is over is appealed against no more", async () => {
  const { north, martin, anns, open } = scene;
  const [row] = await north.ctx.sql<{ iri: string }[]>`select iri from appeals`;
  for (const who of ["ann", "mallory"] as const)
    await sendAs(scene, who, "Resolve", {
      object: row?.iri ?? "",
      to: [open.iri],
      audience: open.iri,
      "cop:state": "restored",
    });
  await scene.net.settle();
  expect(await appeals()).toMatchObject([{ state: "open" }]);
  await restorePost(north.ctx, { actorId: martin, postId: anns.id, reason: "Fine." });
  await scene.net.settle();
  expect(await appeals()).toMatchObject([{ state: "restored" }]);
  const second = await removeAnns();
  await appeal("ann", removal);
  expect(await appeals()).toHaveLength(1);
  await appeal("ann", second);
  expect(await appeals()).toHaveLength(2);
});

async function removeAnns(): Promise<string> {
  const { north, martin, anns } = scene;
  await removePost(north.ctx, { actorId: martin, postId: anns.id, reason: "Names a pupil." });
  await scene.net.settle();
  const [act] = await north.ctx.sql<{ iri: string }[]>`
    select activity_iri as iri from moderation_acts order by happened desc limit 1`;
  return act?.iri ?? "";
}

async function appeal(who: Who, object: string): Promise<void> {
  const { open, east, evil, north } = scene;
  const members = { object, to: [open.iri], audience: open.iri, content: "Please look again." };
  const flag = writeAs(scene, who, "Flag", { ...members, "cop:category": "appeal" });
  await (who === "mallory" ? evil : east).post(north, flag);
  await scene.net.settle();
}

function appeals() {
  return scene.north.ctx.sql<
    { words: string; state: string }[]
  >`select words, state from appeals order by created`;
}
