import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../node/db/open.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import { contentBy } from "../support/peer-group.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

test("A delivery is accepted only once it is kept: where the database refuses at the very end, it is neither answered with 202 nor there, and its repeat is taken", async () => {
  const { east, ann, north, open, martins, net } = scene;
  const object = contentBy(east, ann, { in: open.iri, at: net.clock.now(), inReplyTo: martins.iri });
  const create = east.write(ann, "Create", { object, audience: open.iri }, net.clock.now());
  const kept = async () => {
    const [row] = await north.ctx.sql<{ posts: number; marks: number; changes: number; logged: number }[]>`
      select (select count(*)::int from posts where iri = ${object.id}) as posts,
        (select count(*)::int from effects where activity_iri = ${create.id}) as marks,
        (select count(*)::int from changes where subject_iri = ${object.id}) as changes,
        (select count(*)::int from activities where iri = ${create.id}) as logged`;
    return row;
  };
  const owner = openDatabase(north.database.url, { connections: 1, owner: true });
  try {
    await owner.unsafe(`create function refuse_at_the_end() returns trigger language plpgsql as
      $$ begin raise exception 'disk full' using errcode = '53100'; end $$`);
    await owner.unsafe(`create constraint trigger refuse_at_the_end after insert on posts
      deferrable initially deferred for each row execute function refuse_at_the_end()`);
    const answered = await east.post(north, create);
    expect(answered.status).toBeGreaterThanOrEqual(500);
    expect(await kept()).toEqual({ posts: 0, marks: 0, changes: 0, logged: 0 });
    await owner.unsafe("drop trigger refuse_at_the_end on posts");
  } finally {
    await owner.end();
  }
  expect((await east.post(north, create)).status).toBe(202);
  expect(await kept()).toEqual({ posts: 1, marks: 1, changes: 1, logged: 1 });
  expect((await east.post(north, create)).status).toBe(202);
  expect(await kept()).toEqual({ posts: 1, marks: 1, changes: 1, logged: 1 });
});
