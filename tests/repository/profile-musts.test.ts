import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { conformanceTable, MUSTS } from "./profile-musts.ts";
import { filesBelow, ROOT, read } from "./source.ts";
import { namesIn } from "./test-names.ts";

const PAGE = "FEDERATION.md";
const BEGIN = "<!-- conformance: generated, do not edit by hand -->";
const END = "<!-- /conformance -->";

test("Each numbered MUST that holds is in the name of a test of the file it is said to be in", () => {
  const missing = [...MUSTS].flatMap(([number, must]) =>
    "test" in must && !namesIn(must.test).some((name) => name.includes(number))
      ? [`${number}: ${must.test}`]
      : [],
  );
  expect(missing).toEqual([]);
});

test("A number that waits is named by no test, so that the table cannot fall behind", () => {
  const named = filesBelow("tests")
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) => namesIn(file).map((name) => ({ file, name })));
  const early = [...MUSTS].flatMap(([number, must]) =>
    "waits" in must
      ? named
          .filter(({ name }) => new RegExp(`\\b${number}\\b`).test(name))
          .map(({ file }) => `${number}: ${file}`)
      : [],
  );
  expect(early).toEqual([]);
});

test("X-07: FEDERATION.md says of every MUST whether it holds or waits", () => {
  const text = read(PAGE);
  const [before = "", rest = ""] = text.split(BEGIN);
  const [between = "", after = ""] = rest.split(END);
  const wanted = `\n\n${conformanceTable()}\n\n`;
  if (process.env.MOOTHALL_WRITE === "1" && between !== wanted) {
    writeFileSync(join(ROOT, PAGE), [before, BEGIN, wanted, END, after].join(""));
    return;
  }
  expect(between, "run: MOOTHALL_WRITE=1 vitest run tests/repository/profile-musts.test.ts").toBe(wanted);
});
