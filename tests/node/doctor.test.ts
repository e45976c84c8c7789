import { randomBytes } from "node:crypto";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { signIn } from "../../node/accounts/sign-in.ts";
import { followChanges } from "../../node/changes/follow.ts";
import { inTransaction } from "../../node/context.ts";
import { CODES } from "../../node/doctor/codes.ts";
import { FINDING_TEXTS } from "../../node/doctor/words.ts";
import { openJobs } from "../../node/jobs/open.ts";
import { insertActivity, layLetter } from "../../node/outbox/emit.ts";
import { testMail } from "../../node/settings/checklist.ts";
import { cookieNameOf } from "../../web/session.ts";
import { PASSWORD, VISITOR } from "../support/accounts.ts";
import { type DoctorScene, openDoctorScene } from "../support/doctor-scene.ts";
import { actorDocument } from "../support/peer-actor.ts";
import type { Peer } from "../support/peerkit.ts";
import { communityIdOf } from "../support/three-councils.ts";

let scene: DoctorScene;
beforeAll(async () => {
  scene = await openDoctorScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

test("A node that is well gives no finding, and the command line says so", async () => {
  expect(await scene.findings()).toEqual([]);
  const said = await scene.command("doctor");
  expect(said).toMatchObject({ code: 0, err: "" });
  expect(said.out).toMatch(/^All is well: \d+ things were looked at\.$/);
  const { findings } = JSON.parse((await scene.command("doctor", "--json")).out);
  expect(findings.map((one: { code: string }) => one.code)).toEqual(
    expect.arrayContaining(["peers.fine", "clock.fine", "digests.fine", "database.fine", "mail.fine"]),
  );
});

/** Breaks something and puts it right again; `found` is what the doctor says in between, and nothing else. */
interface Fault {
  readonly name: string;
  readonly found: readonly string[];
  readonly make: (scene: DoctorScene) => Promise<unknown>;
  readonly mend: (scene: DoctorScene) => Promise<unknown>;
}

/** A migration that this release does not know, and what it takes to live with it. */
function ranNewer(from: string | null): Pick<Fault, "make" | "mend"> {
  return {
    make: ({ owner }) =>
      owner`insert into schema_migrations (name, sha256, readable_from) values ('9999_newer', '', ${from})`,
    mend: ({ owner }) => owner`delete from schema_migrations where name = '9999_newer'`,
  };
}

const FAULTS: readonly Fault[] = [
  {
    name: "A node that is stopped",
    found: ["peers.away"],
    make: ({ somerset }) => somerset.stop(),
    mend: ({ somerset }) => somerset.start(),
  },
  {
    name: "A node whose clock is wrong",
    found: ["clock.peer"],
    make: async ({ york }) =>
      york.serve(york.node.iri, { ...nodeOf(york), headers: { date: in20Minutes() } }),
    mend: async ({ york }) => york.serve(york.node.iri, nodeOf(york)),
  },
  {
    name: "A node that has this one no longer as connected",
    found: ["peers.refuses"],
    make: ({ somerset }) => somerset.ctx.sql`update peers set state = 'known'`,
    mend: ({ somerset }) => somerset.ctx.sql`update peers set state = 'accepted'`,
  },
  {
    name: "A stored key that was changed",
    found: ["keys.unreadable"],
    make: ({
      owner,
    }) => owner`update actor_keys set private_key = set_byte(private_key, 40, 255 - get_byte(private_key, 40))
      where actor_id in (select actor_id from accounts) and purpose = 'rsa'`,
    mend: ({
      owner,
    }) => owner`update actor_keys set private_key = set_byte(private_key, 40, 255 - get_byte(private_key, 40))
      where actor_id in (select actor_id from accounts) and purpose = 'rsa'`,
  },
  {
    name: "A person without a key for proofs",
    found: ["keys.missing"],
    make: ({ owner, amara }) =>
      owner`update actor_keys set revoked = now() where actor_id = ${amara.actorId} and purpose = 'ed25519'`,
    mend: ({ owner, amara }) =>
      owner`update actor_keys set revoked = null where actor_id = ${amara.actorId} and purpose = 'ed25519'`,
  },
  {
    name: "A key file that somebody moved away",
    found: ["keys.file"],
    make: ({ sunderland }) => rename(keyFile(sunderland.dataDir), `${keyFile(sunderland.dataDir)}.away`),
    mend: ({ sunderland }) => rename(`${keyFile(sunderland.dataDir)}.away`, keyFile(sunderland.dataDir)),
  },
  {
    name: "A round that nobody makes",
    found: ["jobs.late"],
    make: ({ owner }) =>
      owner`insert into job_schedules (name, every_seconds, next) values ('sweep', 60, now() - interval '1 hour')`,
    mend: ({ owner }) => owner`delete from job_schedules`,
  },
  {
    name: "A job that was given up",
    found: ["jobs.failed"],
    make: (one) => doJob(one, () => Promise.reject(new Error("cannot"))),
    mend: (one) => doJob(one, async () => {}),
  },
  {
    name: "A letter that has waited for hours",
    found: ["lanes.old"],
    make: async (one) => {
      await one.owner`update lanes set open_from = now() + interval '1 day'`;
      await layTo(one, one.somerset.origin);
      await one.owner`update deliveries set created = created - interval '3 hours'`;
    },
    mend: ({ owner }) => owner`with gone as (delete from deliveries) update lanes set open_from = now()`,
  },
  {
    name: "A node given up for now",
    found: ["lanes.parked"],
    make: ({ owner, somerset }) => owner`update lanes set parked = now() where origin = ${somerset.origin}`,
    mend: ({ owner }) => owner`update lanes set parked = null`,
  },
  {
    name: "A letter refused for good",
    found: ["lanes.refused"],
    make: async (one) => {
      one.york.inboxAnswer = () => ({ status: 400 });
      await layTo(one, one.york.origin);
      await one.sunderland.settle();
    },
    mend: async (one) => {
      one.york.inboxAnswer = () => ({ status: 202 });
      await one.owner`delete from deliveries`;
    },
  },
  {
    name: "A mail server that is gone",
    found: ["mail.refused"],
    make: ({ mails }) => mails.close(),
    mend: ({ mails }) => mails.open(),
  },
  {
    name: "A mail that was refused for good",
    found: ["mail.failed"],
    make: async ({ mails, sunderland, amara }) => {
      mails.answer(550);
      await testMail(sunderland.ctx, {
        accountId: amara.accountId,
        email: "gone@sunderland.gov.example",
        language: "en",
      });
      await sunderland.settle();
    },
    mend: async ({ mails, owner }) => {
      mails.answer(null);
      await owner`delete from mails where failed is not null`;
    },
  },
  {
    name: "A database told to forget what it promised",
    found: ["database.setting"],
    make: ({ owner }) => owner`alter database moothall set synchronous_commit = off`,
    mend: ({ owner }) => owner`alter database moothall reset synchronous_commit`,
  },
  {
    name: "Too many people for the built-in database",
    found: ["database.large"],
    make: ({ owner }) => owner`with people as (
        insert into actors (iri, kind, handle, name, deleted)
        select 'urn:many:' || n, 'person', 'many' || n, 'Many', now() from generate_series(1, 201) n returning id)
      insert into accounts (actor_id, email) select id, id || '@many.example' from people`,
    mend: async ({ owner }) => {
      await owner`delete from accounts where email like '%@many.example'`;
      await owner`delete from actors where iri like 'urn:many:%'`;
    },
  },
  {
    name: "A search that stands still",
    found: ["index.behind"],
    make: (one) => holdBack(one, "index"),
    mend: letGo,
  },
  {
    name: "Notices that stand still",
    found: ["consumers.behind"],
    make: (one) => holdBack(one, "notify"),
    mend: letGo,
  },
  {
    name: "A change that was set aside",
    found: ["consumers.aside"],
    make: async ({ sunderland }) => {
      const broken = followChanges(sunderland.ctx, "broken", () => Promise.reject(new Error("cannot")), {
        batch: 1,
      });
      for (let tries = 0; tries < 6; tries++) await broken.drain();
    },
    mend: ({ owner }) =>
      owner`with gone as (delete from consumer_failures) delete from consumers where name = 'broken'`,
  },
  {
    name: "A text that differs from that of its home",
    found: ["digests.differ"],
    make: ({ owner }) => owner`update posts set raw = content_hash, content_hash = ${randomBytes(32)}`,
    mend: ({ owner }) => owner`update posts set content_hash = raw, raw = null`,
  },
  {
    name: "An entry of a log that did not come",
    found: ["digests.behind"],
    make: ({ owner, groupIri }) => owner`update communities set seq = seq + 1, history_floor = 0
      where actor_id = (select id from actors where iri = ${groupIri})`,
    mend: ({ owner, groupIri }) => owner`update communities set seq = seq - 1
      where actor_id = (select id from actors where iri = ${groupIri})`,
  },
  {
    name: "A worker that is gone",
    found: ["processes.worker"],
    make: ({ owner }) =>
      owner`update processes set seen = seen - interval '1 hour', started = started - interval '1 day'`,
    mend: ({ owner }) => owner`update processes set seen = now() + interval '1 minute'`,
  },
  { name: "A newer release that was taken back", found: ["migrations.newer"], ...ranNewer(null) },
  { name: "A release that is too new", found: ["migrations.other"], ...ranNewer("9998") },
];

describe("Each fault gives its own finding with what to do, and none when it is mended", () => {
  test.each(FAULTS)("$name", async ({ found, make, mend }) => {
    await make(scene);
    try {
      expect(await scene.findings()).toEqual(found);
    } finally {
      await mend(scene);
    }
    expect(await scene.findings()).toEqual([]);
  });

  test("They are at least twelve, all different", () => {
    const codes = FAULTS.flatMap((one) => one.found);
    expect(codes.length).toBeGreaterThanOrEqual(12);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

test("The page and the command line say the same words, in Welsh too, and since when", async () => {
  const { mails, amara, sunderland } = scene;
  await mails.close();
  await makeAdministrator(sunderland.ctx, { accountId: amara.accountId, by: null });
  const { token } = await signIn(
    sunderland.ctx,
    { email: "amara.okafor@sunderland.gov.example", password: PASSWORD },
    VISITOR,
  );
  const cookie = `${cookieNameOf(sunderland.origin)}=${token}`;
  const said = await scene.command("doctor");
  expect(said.code).toBe(1);
  const [first = ""] = said.out.split("\n");
  const what = /^ACT {3}(.+?) Since /.exec(first)?.[1] ?? "nothing";
  expect(what).toContain("The mail server does not let this node in");
  const page = await (await sunderland.get("/admin/doctor", { cookie, accept: "text/html" })).text();
  expect(page).toContain(what);
  expect(page).toContain("<time datetime=");
  await sunderland.ctx.sql`update accounts set language = 'cy' where id = ${amara.accountId}`;
  const welsh = await sunderland.get("/admin/doctor", { cookie, accept: "text/html" });
  expect(await welsh.text()).toContain("Nid yw&#39;r gweinydd post".replace("&#39;", "'"));
  expect((await sunderland.get("/admin/doctor", { accept: "text/html" })).status).not.toBe(200);
  await mails.open();
});

test("Every finding has words in both languages with the same facts, and a remedy unless all is well", () => {
  const factsIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [code, level] of Object.entries(CODES)) {
    const [en, cy] = [FINDING_TEXTS.en, FINDING_TEXTS.cy].map((texts) => texts[code as keyof typeof CODES]);
    expect(factsIn(cy?.what ?? ""), code).toEqual(factsIn(en?.what ?? ""));
    expect(factsIn(cy?.remedy ?? ""), code).toEqual(factsIn(en?.remedy ?? ""));
    expect((en?.remedy ?? "") === "", code).toBe(level === "ok");
    expect((cy?.remedy ?? "") === "", code).toBe(level === "ok");
  }
  expect(Object.keys(FINDING_TEXTS.en).sort()).toEqual(Object.keys(CODES).sort());
});

test("A node whose clock went ahead is told so, and a stopped one is looked at all the same", async () => {
  scene.clock.advance(1.6);
  expect(await scene.findings()).toEqual(["clock.ahead"]);
  await scene.sunderland.stop();
  const said = await scene.command("doctor");
  expect(said.out).toContain("This node is not running.");
  expect(said.out).not.toContain("Nothing works in the background");
});

function nodeOf({ node, origin, software }: Peer) {
  return { body: actorDocument(node, origin, software) };
}

function in20Minutes(): string {
  return new Date(Date.now() + 20 * 60_000).toUTCString();
}

function keyFile(dataDir: string): string {
  return join(dataDir, "secrets", "key");
}

async function doJob({ sunderland }: DoctorScene, work: () => Promise<void>): Promise<void> {
  const jobs = await openJobs(sunderland.ctx);
  await jobs.define("trial", work, { retryLimit: 0 });
  await jobs.schedule("trial", 3_600);
  await jobs.send("trial", {});
  await jobs.drain();
  await jobs.stop();
}

/** A letter by Amara to the shared inbox of another node. */
async function layTo({ sunderland, amara, groupIri }: DoctorScene, origin: string): Promise<void> {
  const communityId = await communityIdOf(sunderland.ctx, groupIri);
  const [person] = await sunderland.ctx.sql<
    { iri: string }[]
  >`select iri from actors where id = ${amara.actorId}`;
  await inTransaction(sunderland.ctx, async (tx) => {
    const activityIri = await insertActivity(tx, {
      type: "Leave",
      actorIri: person?.iri ?? "",
      objectIri: groupIri,
      communityId,
      readers: "addressees",
      addressees: [groupIri],
    });
    await layLetter(tx, { activityIri, inbox: `${origin}/ap/inbox`, communityId });
  });
}

/** A consumer that has stood still since before the first change, an hour ago. */
async function holdBack({ owner }: DoctorScene, name: string): Promise<void> {
  await owner`create table held as select * from consumers`;
  await owner`update changes set happened = happened - interval '1 hour'`;
  await owner`update consumers set xid = '0', position = 0 where name = ${name}`;
}

async function letGo({ owner }: DoctorScene): Promise<void> {
  await owner`update consumers c set xid = h.xid, position = h.position from held h where h.name = c.name`;
  await owner`drop table held`;
}
