import { createHash, createPublicKey, sign, verify } from "node:crypto";
import { expect, test } from "vitest";
import { changeChoices, findChoices } from "../../node/accounts/choices.ts";
import {
  administratorLink,
  completeFirstAdministrator,
  isFirstRun,
} from "../../node/accounts/first-administrator.ts";
import { findOwnProfile, updateProfile } from "../../node/accounts/profile.ts";
import { findSession } from "../../node/accounts/sessions.ts";
import { createGroupActor } from "../../node/actors/create.ts";
import { listPublicKeys, makeKeys, rotateKeys, signingKeyOf } from "../../node/actors/keys.ts";
import { ensureNodeActor } from "../../node/actors/node-actor.ts";
import { inTransaction, type NodeContext } from "../../node/context.ts";
import { addCouncil, changeCouncil, endCouncil } from "../../node/councils/change.ts";
import { listCouncilRows } from "../../node/councils/read.ts";
import { syncCouncils } from "../../node/councils/sync.ts";
import { vaultFor } from "../../node/keys/vault.ts";
import { checkOrigin, recordedOrigin } from "../../node/origin.ts";
import { chooseAddress, keepAddress } from "../../node/settings/address.ts";
import { draftOf, joinAs, refusalOf, VISITOR } from "../support/accounts.ts";
import { contextFor, openTestNode } from "../support/context.ts";

const SUNDERLAND = {
  name: "Sunderland City Council",
  registerId: "E08000024",
  domains: ["sunderland.gov.example"],
  own: true,
};
const EXMOOR = { name: "Exmoor Borough Council", domains: ["exmoor.gov.example"], own: false };

function lastPart(link: string | null): string {
  return link?.slice(link.lastIndexOf("/") + 1) ?? "";
}

function withCouncils(ctx: NodeContext, councils: readonly object[]): NodeContext {
  const databaseUrl = "postgres://unused";
  const other = contextFor({ databaseUrl, origin: ctx.iris.origin, config: { councils } });
  return { ...ctx, config: other.config };
}

test("The first run prints a link that makes its opener the administrator, once, after the address was settled", async () => {
  await using node = await openTestNode({ config: { councils: [SUNDERLAND] } });
  const { ctx } = node;
  const old = lastPart(await administratorLink(ctx));
  const secret = lastPart(await administratorLink(ctx));
  const draft = { ...draftOf("Callum Reid"), email: "callum@sunderland.gov.example" };
  expect(await refusalOf(completeFirstAdministrator(ctx, old, draft, VISITOR))).toBe("not-found");
  expect(await refusalOf(completeFirstAdministrator(ctx, secret, draft, VISITOR))).toBe("wrong-origin");
  expect(await keepAddress(ctx)).toBe("trial");
  expect(await isFirstRun(ctx)).toBe(true);
  const session = await completeFirstAdministrator(ctx, secret, draft, VISITOR);
  expect(await findSession(ctx, session.token)).toMatchObject({
    administrator: true,
    council: "Sunderland City Council",
  });
  expect(await refusalOf(completeFirstAdministrator(ctx, secret, draft, VISITOR))).toBe("used");
  expect(await administratorLink(ctx)).toBeNull();
});

test("A data folder belongs to one address: another one is refused with what to do, until the first run chose the final one", async () => {
  await using node = await openTestNode({ config: { councils: [SUNDERLAND] } });
  const { ctx, database } = node;
  const elsewhere = contextFor({ databaseUrl: database.url, origin: "https://cop.sunderland.example" });
  await expect(checkOrigin(elsewhere)).rejects.toThrow(/MOOTHALL_ORIGIN=http:\/\/sunderland.localhost:8620/);
  const secret = lastPart(await administratorLink(ctx));
  for (const typed of [
    "http://cop.sunderland.example",
    "https://localhost",
    "https://cop.sunderland.example/x",
    "https://a@b.example",
    "cop",
    "https://10.0.0.1",
  ]) {
    expect(await refusalOf(Promise.resolve().then(() => chooseAddress(ctx, typed))), typed).toBe("invalid");
  }
  expect(await chooseAddress(ctx, " COP.sunderland.example ")).toBe("https://cop.sunderland.example");
  const draft = { ...draftOf("Callum Reid"), email: "callum@sunderland.gov.example" };
  expect(await refusalOf(completeFirstAdministrator(ctx, secret, draft, VISITOR))).toBe("wrong-origin");
  await expect(checkOrigin(ctx)).rejects.toThrow(/belongs to https:\/\/cop.sunderland.example/);
  await checkOrigin(elsewhere);
  await syncCouncils(elsewhere);
  await ensureNodeActor(elsewhere);
  const [actor] = await elsewhere.sql`select iri from actors where kind = 'node'`;
  expect(actor?.iri).toBe("https://cop.sunderland.example/ap/actor");
  await completeFirstAdministrator(elsewhere, secret, draft, VISITOR);
  expect(await refusalOf(chooseAddress(elsewhere, "https://other.example"))).toBe("already-exists");
  expect(await recordedOrigin(elsewhere)).toBe("https://cop.sunderland.example");
  await elsewhere.sql.end();
});

test("Councils follow the configuration at every start and keep what an administrator added", async () => {
  await using node = await openTestNode({ config: { councils: [SUNDERLAND, EXMOOR] } });
  const { ctx } = node;
  const person = await joinAs(ctx, "Ewan Pugsley", "ewan@exmoor.gov.example");
  const parish = await addCouncil(
    ctx,
    {
      name: "Parrett Parish Council",
      nameCy: null,
      registerId: null,
      own: false,
      domains: ["Parrett.example"],
    },
    null,
  );
  expect(
    await refusalOf(
      addCouncil(
        ctx,
        { name: "exmoor borough council", nameCy: null, registerId: null, own: false, domains: [] },
        null,
      ),
    ),
  ).toBe("taken");
  const rows = await listCouncilRows(ctx);
  expect(rows.map((row) => [row.name, row.domains, row.people])).toEqual([
    ["Sunderland City Council", ["sunderland.gov.example"], 0],
    ["Exmoor Borough Council", ["exmoor.gov.example"], 1],
    ["Parrett Parish Council", ["parrett.example"], 0],
  ]);
  const exmoor = rows[1]?.id ?? "";
  await changeCouncil(
    ctx,
    exmoor,
    { ...EXMOOR, nameCy: null, registerId: null, domains: ["exmoor.gov.example", "exmoor-housing.example"] },
    null,
  );
  expect(
    await refusalOf(
      changeCouncil(ctx, exmoor, { ...EXMOOR, nameCy: null, registerId: null, domains: ["*.example"] }, null),
    ),
  ).toBe("invalid");
  expect(await refusalOf(endCouncil(ctx, exmoor, null))).toBe("not-allowed");

  const renamed = { ...SUNDERLAND, name: "City of Sunderland Council", domains: ["sunderland.example"] };
  await syncCouncils(withCouncils(ctx, [renamed, EXMOOR]));
  expect((await listCouncilRows(ctx)).map((row) => [row.name, row.domains])).toEqual([
    ["City of Sunderland Council", ["sunderland.example"]],
    ["Exmoor Borough Council", ["exmoor-housing.example", "exmoor.gov.example"]],
    ["Parrett Parish Council", ["parrett.example"]],
  ]);
  await syncCouncils(withCouncils(ctx, [renamed]));
  const ended = (await listCouncilRows(ctx)).find((row) => row.id === exmoor);
  expect(ended?.ended).not.toBeNull();
  expect((await findSession(ctx, person.token))?.council).toBe("Exmoor Borough Council");
  await endCouncil(ctx, parish, null);
});

test("Keys are sealed for one actor and purpose; a new key gets a name of its own and the old one stays listed", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  const nodeIri = ctx.iris.node;
  const [actor] = await ctx.sql<{ id: string }[]>`select id from actors where iri = ${nodeIri}`;
  for (const purpose of ["rsa", "ed25519"] as const) {
    const key = await signingKeyOf(ctx, nodeIri, purpose);
    const listed = (await listPublicKeys(ctx, actor?.id ?? "")).find((row) => row.keyIri === key.keyIri);
    const digest = purpose === "rsa" ? "sha256" : null;
    const signature = sign(digest, Buffer.from("text"), key.privateKey);
    expect(verify(digest, Buffer.from("text"), createPublicKey(listed?.pem ?? ""), signature)).toBe(true);
  }
  expect((await signingKeyOf(ctx, nodeIri, "rsa")).keyIri).toBe(`${nodeIri}#main-key`);
  await rotateKeys(ctx, nodeIri);
  expect((await signingKeyOf(ctx, nodeIri, "rsa")).keyIri).toBe(`${nodeIri}#main-key-2`);
  expect((await signingKeyOf(ctx, nodeIri, "ed25519")).keyIri).toBe(`${nodeIri}#ed25519-key-2`);
  const all = await listPublicKeys(ctx, actor?.id ?? "");
  expect(all.filter((row) => row.revoked !== null)).toHaveLength(2);
  const stranger = { ...ctx, vault: vaultFor(createHash("sha256").update("another key").digest()) };
  await expect(signingKeyOf(stranger, nodeIri, "rsa")).rejects.toThrow();
  await ctx.sql`update actor_keys set private_key = (select private_key from actor_keys where key_iri = ${`${ctx.iris.scribe}#main-key`}) where key_iri = ${`${nodeIri}#main-key-2`}`;
  await expect(signingKeyOf({ ...ctx, vault: { ...ctx.vault } }, nodeIri, "rsa")).rejects.toThrow();
});

test("Communities and people share one list of handles, and a handle is never given twice", async () => {
  await using node = await openTestNode({ config: { councils: [SUNDERLAND] } });
  const { ctx } = node;
  const session = await joinAs(ctx, "Kinship Care", "kin@sunderland.gov.example");
  const group = async (handle?: string) => {
    const keys = await makeKeys();
    return inTransaction(ctx, (tx) =>
      createGroupActor(tx, { name: "Kinship care", keys, ...(handle === undefined ? {} : { handle }) }),
    );
  };
  expect(await refusalOf(group("kinship_care"))).toBe("taken");
  expect((await group()).handle).toBe("kinship_care_2");
  expect((await group("kinship_carers")).handle).toBe("kinship_carers");
  await ctx.sql`update handles set ended = now() where handle = 'kinship_carers'`;
  expect(await refusalOf(group("kinship_carers"))).toBe("taken");
  expect((await findSession(ctx, session.token))?.handle).toBe("kinship_care");
});

test("Starting twice at once makes one node actor and one scribe", async () => {
  await using node = await openTestNode();
  await Promise.all([ensureNodeActor(node.ctx), ensureNodeActor(node.ctx)]);
  const rows = await node.ctx.sql`select kind, handle from actors order by kind`;
  expect(rows).toMatchObject([
    { kind: "node", handle: "sunderland.localhost:8620" },
    { kind: "service", handle: "scribe" },
  ]);
});

test("A person says what they can help with; too many areas, an empty name or a wrong hour are refused", async () => {
  await using node = await openTestNode({ config: { councils: [SUNDERLAND] } });
  const { ctx } = node;
  const { actorId, accountId } = await joinAs(ctx, "Dev Gill", "dev@sunderland.gov.example");
  await updateProfile(ctx, actorId, {
    topics: ["subject access ", "Subject  access", ""],
    serviceAreas: ["information"],
    visibility: "everyone",
  });
  expect(await findOwnProfile(ctx, actorId)).toMatchObject({
    name: "Dev Gill",
    topics: ["subject access"],
    serviceAreas: ["information"],
    visibility: "everyone",
    roleTitle: "Adoption support worker",
  });
  const areas = ["adults", "children", "send", "waste", "parks", "housing"];
  expect(
    await refusalOf(Promise.resolve().then(() => updateProfile(ctx, actorId, { serviceAreas: areas }))),
  ).toBe("too-many");
  expect(await refusalOf(Promise.resolve().then(() => updateProfile(ctx, actorId, { name: "  " })))).toBe(
    "required",
  );
  await changeChoices(ctx, accountId, { language: "cy", digestHour: 7 });
  expect(await refusalOf(changeChoices(ctx, accountId, { digestHour: 24 }))).toBe("invalid");
  expect(await findChoices(ctx, accountId)).toEqual({
    language: "cy",
    theme: "system",
    digestDefault: "weekly",
    digestHour: 7,
  });
  const kinds = await ctx.sql`select kind from changes where actor_id = ${actorId} order by position`;
  expect(kinds.map((row) => row.kind)).toEqual(["person.joined", "person.updated"]);
});
