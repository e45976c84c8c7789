import { expect, test } from "vitest";
import { jsonLine, textLine } from "../../node/runtime/logging.ts";
import { scrub, scrubText } from "../../node/runtime/scrub.ts";

const record = (message: readonly unknown[], properties: Record<string, unknown> = {}) => ({
  category: ["moothall", "mail"],
  level: "warning" as const,
  message,
  rawMessage: "",
  timestamp: Date.UTC(2026, 10, 22, 9),
  properties,
});

test("A line says when, how grave, where and what; facts stand by their names", () => {
  const line = jsonLine(
    record(["The lane to ", "https://east.example", " stopped."], { origin: "https://east.example" }),
  );
  expect(JSON.parse(line)).toEqual({
    time: "2026-11-22T09:00:00.000Z",
    level: "warning",
    part: "moothall.mail",
    message: "The lane to https://east.example stopped.",
    facts: { origin: "https://east.example" },
  });
  expect(textLine(record(["One\nline of ", { a: 1 }]))).toBe(
    '2026-11-22T09:00:00.000Z warning moothall.mail: One ⏎ line of {"a":1}',
  );
});

test("Mail addresses, tokens, keys and passwords are left out wherever they stand", () => {
  const token = "A9".repeat(22);
  const said: readonly (readonly [string, string])[] = [
    ["550 5.1.1 <tom.reed@leeds.gov.uk>: Recipient rejected", "550 5.1.1 <[address]>: Recipient rejected"],
    ["name=siân@cyngor.cymru&x=1", "name=[address]&x=1"],
    [`Bearer mth_${token}`, "Bearer [secret]"],
    [`/reset/${token.slice(0, 43)}`, "/reset/[secret]"],
    ["postgresql://moothall:hunter2@db.example/x", "postgresql://moothall:[hidden]@db.example/x"],
    ["-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----", "[key]"],
    ["01a202ff-b972-7ed3-bebc-1702b7ca770a", "01a202ff-b972-7ed3-bebc-1702b7ca770a"],
    [
      "http://east.localhost:8661/ap/g/06jd8pcg5z7vkcyr8d3a4x5w2m",
      "http://east.localhost:8661/ap/g/06jd8pcg5z7vkcyr8d3a4x5w2m",
    ],
    [
      "federation/inbox/receive.ts and node/posts/thread-page-of-everything.ts",
      "federation/inbox/receive.ts and node/posts/thread-page-of-everything.ts",
    ],
  ];
  for (const [text, shown] of said) expect(scrubText(text), text).toBe(shown);
  expect(
    jsonLine(record(["Not taken: ", "<a@b.example> unknown"], { id: "1", to: "a@b.example" })),
  ).not.toContain("@");
});

test("An error tells where it happened; what it quotes of somebody's text, and the rows of a database, it does not", () => {
  const broken = faultOf(() => JSON.parse('{"text": "qzword'));
  expect(JSON.stringify(scrub(faultOf(() => JSON.parse("qzword is no JSON"))))).not.toContain("qzword");
  expect(scrub(broken)).toMatchObject({ name: "SyntaxError" });
  const at = (scrub(broken) as { at: string[] }).at;
  expect(at.some((frame) => frame.includes("logging.test.ts"))).toBe(true);
  const duplicate = Object.assign(new Error('invalid input syntax for type uuid: "qzword"'), {
    name: "PostgresError",
    code: "22P02",
    table_name: "posts",
    detail: "Key (email)=(qzword) already exists.",
    parameters: ["qzword"],
    query: "insert into posts values ('qzword')",
  });
  expect(scrub(duplicate)).toMatchObject({ code: "22P02", table: "posts" });
  const outer = new Error("Could not be kept", { cause: duplicate });
  expect(JSON.stringify(scrub(outer))).not.toContain("qzword");
  expect(scrub({ a: { b: { c: { d: { e: 1 } } } }, bytes: new Uint8Array(3) })).toEqual({
    a: { b: { c: { d: "[left out]" } } },
    bytes: "[left out]",
  });
});

function faultOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
