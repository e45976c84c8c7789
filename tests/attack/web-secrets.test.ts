import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { signIn } from "../../node/accounts/sign-in.ts";
import { signingKeyOf } from "../../node/actors/keys.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { readConfig } from "../../node/config.ts";
import { vaultFor } from "../../node/keys/vault.ts";
import { actorById } from "../../node/people/actor.ts";
import { joinAs, PASSWORD, VISITOR } from "../support/accounts.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import { openTestNode } from "../support/context.ts";
import { textOfEverything } from "../support/row-counts.ts";

/** Every spelling in which bytes might stand in a database that is written out as text. */
function spellingsOf(secret: string | Uint8Array): string[] {
  const bytes = Buffer.from(secret);
  return [
    bytes.toString("utf8"),
    bytes.toString("hex"),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ];
}

test("W26: secrets come from files, and no table holds one that anybody could use", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moothall-secrets-"));
  const [key, mail, database] = [randomBytes(32), "p4per-lantern", "c0pper-kettle"];
  const files = {
    MOOTHALL_KEY_FILE: key.toString("base64"),
    MOOTHALL_SMTP_URL_FILE: `smtps://user:${mail}@mail.example`,
    MOOTHALL_DATABASE_URL_FILE: `postgresql://moothall:${database}@db.example/moothall`,
  };
  const env: Record<string, string> = {
    MOOTHALL_ORIGIN: "https://sunderland.example",
    MOOTHALL_NODE_NAME: "Sunderland",
    MOOTHALL_SMTP_FROM: "communities@sunderland.example",
  };
  for (const [name, secret] of Object.entries(files)) {
    env[name] = join(folder, name);
    await writeFile(env[name], secret);
  }
  const config = readConfig(env);
  expect(config.key?.reveal()).toBe(files.MOOTHALL_KEY_FILE);
  for (const shown of [JSON.stringify(config), inspect(config, { depth: 9 }), `${config.smtp?.url}`])
    for (const secret of [mail, database, ...spellingsOf(key)]) expect(shown).not.toContain(secret);

  const councils = [{ name: "Sunderland City Council", domains: ["sunderland.gov.uk"] }];
  await using node = await openTestNode({ config: { councils } });
  const ctx = { ...node.ctx, config: { ...node.ctx.config, smtp: config.smtp }, vault: vaultFor(key) };
  const { actorId, token } = await joinAs(ctx, "Asha Patel", "asha.patel@sunderland.gov.uk");
  const second = await signIn(ctx, { email: "asha.patel@sunderland.gov.uk", password: PASSWORD }, VISITOR);
  const group = await createCommunity(ctx, { actorId }, draftCommunity("Kinship care"));
  await ask(ctx, actorId, group.id, "Who pays for the crossing patrol?");
  const secrets: (string | Uint8Array)[] = [key, mail, PASSWORD, token, second.token];
  for (const iri of [group.iri, (await actorById(ctx.sql, actorId)).iri]) {
    const { privateKey } = await signingKeyOf(ctx, iri, "ed25519");
    secrets.push(privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32));
  }
  const dump = await textOfEverything(ctx);
  expect(dump).toContain("Kinship care");
  for (const secret of secrets)
    for (const spelling of spellingsOf(secret)) expect(dump.includes(spelling), spelling).toBe(false);
  await rm(folder, { recursive: true });
});
