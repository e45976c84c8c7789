import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import {
  type Config,
  ConfigFaults,
  configReference,
  type Environment,
  isLoopbackOrigin,
  loadConfig,
  readConfig,
} from "../../node/config.ts";
import { configSchema } from "../../node/config-schema.ts";

test("Without any setting a trial on this machine is configured", () => {
  expect(readConfig({})).toMatchObject({
    origin: "http://localhost:8080",
    port: 8080,
    listen: "127.0.0.1",
    dataDir: "./data",
    databaseUrl: null,
    federationMode: "network",
    smtp: null,
    nodeName: "Moothall",
    councils: [],
    languages: ["en", "cy"],
    role: "all",
    historyDays: 90,
    historyItems: 100_000,
  });
  expect(readConfig({ MOOTHALL_PORT: "8101" }).origin).toBe("http://localhost:8101");
});

test("A whole configuration is read from the environment", () => {
  const config = readConfig({
    MOOTHALL_ORIGIN: "https://communities.somerset.gov.uk",
    MOOTHALL_LISTEN: "0.0.0.0",
    MOOTHALL_COUNCILS:
      '[{"name":"Somerset Council","domains":["somerset.gov.uk"]},{"name":"Bath","own":true}]',
    MOOTHALL_PRIVATE_NETWORKS:
      "http://wiltshire.localhost:8103=127.0.0.0/8, https://dorset.internal=fd00::/8",
    MOOTHALL_LANGUAGES: "cy,en",
    MOOTHALL_SMTP_URL: "smtps://user:secret@mail.example",
    MOOTHALL_SMTP_FROM: "Somerset <communities@somerset.gov.uk>",
    MOOTHALL_CONTACT_NAME: "Communities team",
    MOOTHALL_CONTACT_EMAIL: "communities@somerset.gov.uk",
    MOOTHALL_ROLE: "web",
    DATABASE_URL: "postgresql://u:p@db/moothall",
    HOME: "/root",
  });
  expect(config).toMatchObject({ nodeName: "Somerset Council", role: "web", languages: ["cy", "en"] });
  expect(config.councils).toMatchObject([
    { name: "Somerset Council", domains: ["somerset.gov.uk"], own: false, registerId: null },
    { name: "Bath", domains: [], own: true },
  ]);
  expect(config.privateNetworks).toEqual([
    { origin: "http://wiltshire.localhost:8103", cidr: "127.0.0.0/8" },
    { origin: "https://dorset.internal", cidr: "fd00::/8" },
  ]);
  expect(config.smtp?.url.reveal()).toBe("smtps://user:secret@mail.example");
  expect(config.databaseUrl?.reveal()).toBe("postgresql://u:p@db/moothall");
  expect(config.contact).toEqual({ name: "Communities team", email: "communities@somerset.gov.uk" });
});

test("The environment wins over the file, setting by setting", () => {
  const file = JSON.stringify({ port: 9000, nodeName: "From file", contact: { name: "A", email: "a@b.uk" } });
  const config = readConfig(
    { MOOTHALL_PORT: "9001", MOOTHALL_CONTACT_NAME: "B", MOOTHALL_NODE_NAME: "" },
    file,
  );
  expect(config).toMatchObject({
    port: 9001,
    nodeName: "From file",
    contact: { name: "B", email: "a@b.uk" },
  });
});

test("All faults are told at once, each with what to do", () => {
  const faults = faultsOf(
    {
      MOOTHALL_PROT: "1",
      MOOTHALL_ORIGIN: "http://somerset.gov.uk/communities",
      MOOTHALL_PORT: "eighty",
      MOOTHALL_ROLE: "web",
      MOOTHALL_SMTP_URL: "smtp://mail.example",
      MOOTHALL_SOMETHING_ELSE_ENTIRELY: "1",
      MOOTHALL_KEY: "too-short-secret",
    },
    '{ "brandColor": "#ffffff", "brandColour": "green", "councils": [{ "name": "Bath", "domains": ["@bath.gov.uk"], "x": 1 }] }',
  );
  expect(faults).toHaveLength(11);
  expect(faults).toContain("MOOTHALL_PROT is not a setting of Moothall: did you mean MOOTHALL_PORT?");
  expect(faults).toContain(
    "MOOTHALL_SOMETHING_ELSE_ENTIRELY is not a setting of Moothall; remove it, or see docs/configuration.md.",
  );
  expect(faults).toContain(
    'MOOTHALL_PORT must be a whole number from 1 to 65535 (now "eighty"). Example: MOOTHALL_PORT=8080',
  );
  const all = faults.join("\n");
  expect(all).toContain(
    '"brandColor" in the file of settings is not known to Moothall: did you mean brandColour?',
  );
  expect(all).toContain('"brandColour" in the file of settings must be a colour');
  expect(all).toContain('"councils[0].domains[0]" in the file of settings must be');
  expect(all).toContain('"councils[0].x" in the file of settings is not known');
  expect(all).toContain("MOOTHALL_ORIGIN must be the address people type");
  expect(all).toContain("together with smtp.url");
  expect(all).toContain("The role web shares its database");
  expect(all).not.toContain("too-short-secret");
});

test("A role that shares the database needs an address of one", () => {
  expect(faultsOf({ MOOTHALL_ROLE: "worker" })).toEqual([
    "The role worker shares its database with other processes: set MOOTHALL_DATABASE_URL to a PostgreSQL 18, or use the role all.",
  ]);
  expect(readConfig({ MOOTHALL_ROLE: "worker", DATABASE_URL: "postgres://db/x" }).role).toBe("worker");
});

test("Only https is an address for others; http is for this machine alone", () => {
  const origins: [string, boolean][] = [
    ["https://somerset.gov.uk", true],
    ["http://localhost:8080", true],
    ["http://somerset.localhost:8102", true],
    ["http://127.0.0.1:8080", true],
    ["http://[::1]:8080", true],
    ["http://somerset.gov.uk", false],
    ["https://somerset.gov.uk/", false],
    ["https://Somerset.gov.uk", false],
    ["https://somerset.gov.uk/communities", false],
    [`https://${"a".repeat(55)}.gov.uk`, false],
    ["somerset.gov.uk", false],
  ];
  for (const [origin, allowed] of origins) {
    const faults = faultsOf({ MOOTHALL_ORIGIN: origin });
    expect([origin, faults.length === 0]).toEqual([origin, allowed]);
  }
  expect(isLoopbackOrigin("http://somerset.localhost:8102")).toBe(true);
  expect(isLoopbackOrigin("http://127.1.2.3")).toBe(true);
  expect(isLoopbackOrigin("https://localhost.somerset.gov.uk")).toBe(false);
  expect(isLoopbackOrigin("not an address")).toBe(false);
});

test("Secrets come from the environment or from files, and never show themselves", () => {
  const folder = mkdtempSync(join(tmpdir(), "moothall-config-"));
  const key = Buffer.alloc(32, 7).toString("base64");
  writeFileSync(join(folder, "key"), `${key}\n`);
  const config = readConfig({
    MOOTHALL_KEY_FILE: join(folder, "key"),
    DATABASE_URL: "postgres://u:pass@db/x",
  });
  expect(config.key?.reveal()).toBe(key);
  const shown = [
    JSON.stringify(config),
    inspect(config, { depth: 9 }),
    `${config.key} ${config.databaseUrl}`,
  ].join("\n");
  expect(shown).not.toContain(key);
  expect(shown).not.toContain("pass");
  expect(shown).toContain("[hidden]");
  expect(faultsOf({ MOOTHALL_KEY_FILE: join(folder, "missing") })[0]).toContain("there is no such file");
  rmSync(folder, { recursive: true });
});

test("A file of settings is found in the data folder or where MOOTHALL_CONFIG says", () => {
  const folder = mkdtempSync(join(tmpdir(), "moothall-config-"));
  writeFileSync(join(folder, "moothall.config.json"), '{ "port": 9000 }');
  writeFileSync(join(folder, "other.json"), '{ "port": 9001 }');
  expect(loadConfig({ MOOTHALL_DATA_DIR: folder }).port).toBe(9000);
  expect(loadConfig({ MOOTHALL_DATA_DIR: folder, MOOTHALL_CONFIG: join(folder, "other.json") }).port).toBe(
    9001,
  );
  expect(() => loadConfig({ MOOTHALL_CONFIG: join(folder, "none.json") })).toThrow(/there is no such file/);
  expect(faultsOf({}, "{ port: 1 }")[0]).toMatch(/is not JSON/);
  rmSync(folder, { recursive: true });
});

test("Every setting has a reference entry whose example is accepted, and no entry is left over", () => {
  const inner: Readonly<Record<string, readonly string[]>> = {
    smtp: ["url", "from"],
    contact: ["name", "email"],
    s3: ["endpoint", "bucket", "region", "accessKey", "secretKey"],
  };
  const leaves = Object.keys(configSchema.shape).flatMap(
    (name) => inner[name]?.map((one) => `${name}.${one}`) ?? [name],
  );
  expect(
    configReference()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(leaves.sort());
  const examples = Object.fromEntries(configReference().map(({ env, example }) => [env, example]));
  expect(readConfig(examples)).toMatchObject<Partial<Config>>({
    origin: "https://communities.somerset.gov.uk",
  });
});

function faultsOf(env: Environment, file?: string): readonly string[] {
  try {
    readConfig(env, file);
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
}
