import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { viewerOf } from "../../node/visibility/viewer.ts";
import { ASKS } from "../support/all-asks.ts";
import { type Fact, factReader, type Told } from "../support/matrix-facts.ts";
import { formLooks } from "../support/matrix-forms.ts";
import { documentLooks, type Look, pageLooks } from "../support/matrix-looks.ts";
import { type MatrixScene, openMatrixScene } from "../support/matrix-scene.ts";
import { figuresOf, tellNotice } from "../support/matrix-told.ts";
import { textOfEverything } from "../support/row-counts.ts";
import { shellOn } from "../support/shell.ts";
import { SHOWN } from "./leak-surfaces.ts";
import { COLUMNS, COMMANDS, EXPECTED, IN_MAILS, REPORTED, SEARCH } from "./leak-table.ts";
import { FIGURES, FROM_THE_EXPORTER, IN_NOTICE_MAILS, MAIL_TEXTS, NOTICES } from "./leak-told.ts";

let scene: MatrixScene;
let read: (text: string, asked: string) => Told;
let seen: readonly Seen[];

/** A fact that somebody learnt somewhere. */
interface Seen {
  readonly surface: string;
  readonly viewer: string;
  readonly level: (typeof COLUMNS)[number];
  readonly fact: Fact;
  readonly what: string;
}

beforeAll(async () => {
  scene = await openMatrixScene();
  read = factReader(scene);
  seen = await look([...(await pageLooks(scene)), ...(await documentLooks(scene))]);
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** Asks for all, some at a time. */
async function look(looks: readonly Look[], together = 6): Promise<readonly Seen[]> {
  const found: Seen[] = [];
  const queue = [...looks];
  const ask = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const { surface, viewer, what } = one;
      const told = read(await one.read(), decodeURIComponent(one.path.replaceAll("+", " ")));
      for (const level of COLUMNS)
        for (const fact of told[level]) found.push({ surface, viewer, level, fact, what });
    }
  };
  await Promise.all(Array.from({ length: together }, ask));
  return found;
}

const letters = (facts: Iterable<Fact>) => [...new Set(facts)].sort().join("");
const everything = (text: string) => {
  const told = read(text, "");
  return Object.fromEntries(COLUMNS.map((level) => [level, letters(told[level])]));
};
/** Facts of a cell that are not in the table, with where they were seen first. */
function surplus(found: readonly Seen[]): string[] {
  const all = found.flatMap(({ viewer, level, fact, what }) => {
    const allowed = EXPECTED[viewer]?.[COLUMNS.indexOf(level)] ?? "";
    return allowed.includes(fact) ? [] : [`${viewer} learns ${fact} of the ${level} room: ${what}`];
  });
  return [...new Map(all.map((line) => [line.replace(/:.*/, ""), line])).values()];
}

test("A61, W17: nobody learns anything of a community that the table does not say", () => {
  expect(surplus(seen)).toEqual([]);
});

test("Everybody finds each canary that the table says they find, so that the absence of others says something", () => {
  for (const [viewer, row] of Object.entries(EXPECTED))
    for (const [column, level] of COLUMNS.entries()) {
      const facts = seen.filter((one) => one.viewer === viewer && one.level === level);
      expect(letters(facts.map(({ fact }) => fact)), `${viewer}, ${level}`).toBe(letters(row[column] ?? ""));
    }
});

test("Every surface shows each canary that it is there to show to somebody who may see it, and no other", () => {
  const shown = Object.fromEntries(
    Object.keys(SHOWN).map((surface) => {
      const here = seen.filter((one) => one.surface === surface);
      const at = (levels: readonly string[]) =>
        letters(here.filter(({ level }) => levels.includes(level)).map(({ fact }) => fact));
      return [surface, [at(COLUMNS.slice(0, 2)), at(["closed"]), at(["confidential"])]];
    }),
  );
  expect(shown).toEqual(
    Object.fromEntries(Object.entries(SHOWN).map(([surface, row]) => [surface, row.map(letters)])),
  );
});

test("A71: what an administrator learns of a community that is not open stands in reports made to them", () => {
  const told = seen.filter(
    ({ viewer, level, fact }) =>
      viewer === "administrator" &&
      (level === "confidential" || (level === "closed" && !"EN".includes(fact))),
  );
  expect(told.filter(({ surface }) => !REPORTED.includes(surface)).map(({ what }) => what)).toEqual([]);
});

test("F-05: what was removed stands at no address for programs, the activity that brought it included", () => {
  const told = seen.filter(({ surface, fact }) => surface.startsWith("AP ") && fact === "D");
  expect(told.map(({ what }) => what)).toEqual([]);
});

test("Each function in which the rule of who may read stands tells those who may, and nobody else", async () => {
  const wrong: string[] = [];
  for (const [call, ask] of Object.entries(ASKS)) {
    if (!(await ask(scene, true))) wrong.push(`${call} tells nobody`);
    if (await ask(scene, false)) wrong.push(`${call} tells an outsider`);
  }
  expect(wrong).toEqual([]);
});

test("The search finds by its own functions for members, and for nobody else", async () => {
  const { home, people, canaries } = scene;
  const { search } = home.ctx.ports;
  const ask = async (who: string, word: string) => {
    const viewer = viewerOf(who);
    const query = {
      ...({ text: word, in: "knowledge", kinds: [], councils: [], communities: [], since: null } as const),
      ...({ language: null, sort: "relevance", page: 1 } as const),
    };
    return {
      find: await search.find(home.ctx, viewer, query),
      similarPosts: await search.similarPosts(home.ctx, viewer, word, 5),
      similarCommunities: await search.similarCommunities(home.ctx, viewer, {
        name: word,
        purpose: word,
        limit: 5,
      }),
    };
  };
  for (const level of ["closed", "confidential"] as const) {
    const inside = await ask(people.member.actorId, canaries[level].bait);
    for (const [name, answer] of Object.entries(inside))
      for (const fact of SEARCH[name]?.[level] ?? "")
        expect(everything(JSON.stringify(answer))[level], `${name}, ${level}`).toContain(fact);
    const outside = await ask(people.outsider.actorId, canaries[level].bait);
    expect(outside.find.total - (level === "closed" ? 1 : 0), "closed ones are found by their names").toBe(0);
    for (const [name, answer] of Object.entries(outside))
      expect(everything(JSON.stringify(answer))[level], `${name}, ${level}`).toMatch(
        level === "closed" && name !== "similarPosts" ? /^[EN]*$/ : /^$/,
      );
  }
});

test("A68: no mail says more of a community that is not open than where it is", async () => {
  for (const { dataDir } of [scene.home, scene.other]) {
    const files = await readdir(join(dataDir, "mail"));
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const raw = await readFile(join(dataDir, "mail", file), "utf8");
      const told = everything(raw.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "="));
      for (const level of ["closed", "confidential"] as const)
        for (const fact of told[level] ?? "") expect(IN_MAILS[level], `${file}: ${level}`).toContain(fact);
    }
  }
});

test("A68: each kind of notice, and its mail, tells a member and somebody who left what the table says, and nothing else", async () => {
  const found: Record<string, readonly string[]> = {};
  const texts = new Set<string>();
  for (const kind of Object.keys(NOTICES)) {
    const lines: string[][] = [];
    for (const to of ["member", "left"] as const) {
      const listed = ["closed", "confidential"] as const;
      const told = await Promise.all(
        listed.map(async (level) => {
          const { listed, mail, text } = await tellNotice(scene, { kind, level, to });
          for (const fact of everything(mail)[level] ?? "")
            expect(IN_NOTICE_MAILS[level], `${kind}, ${level}, ${mail}`).toContain(fact);
          const about = text === null ? null : MAIL_TEXTS[text];
          if (text !== null) texts.add(text);
          if (about !== null)
            expect(about, `${kind}, ${level}`).toMatch(level === "closed" ? /closed|hidden/ : /hidden/);
          return everything(listed)[level] ?? "";
        }),
      );
      lines.push(told);
    }
    const [member = [], left = []] = lines;
    found[kind] = [[...new Set(member)].join(" or "), ...left];
  }
  expect([...texts].sort()).toEqual(["closed", "hidden", "invited", "invited-hidden"]);
  const letter = (rows: readonly string[]) => rows.map(letters);
  expect(found).toEqual(
    Object.fromEntries(Object.entries(NOTICES).map(([kind, row]) => [kind, letter(row)])),
  );
});

test("A69: no line of the log and no metric says anything of any community", async () => {
  expect(scene.lines.length).toBeGreaterThan(10);
  const metrics = await (await fetch(`http://127.0.0.1:${scene.metricsPort}/metrics`)).text();
  expect(metrics).toContain("moothall_http_request_duration_seconds_count");
  const nothing = { open: "", restricted: "", closed: "", confidential: "" };
  expect(everything(metrics)).toEqual(nothing);
  for (const [name, labels] of figuresOf(metrics))
    if (!FROM_THE_EXPORTER.includes(name))
      for (const label of labels) expect(FIGURES[name], name).toContain(label);
  for (const line of scene.lines) {
    const { closed, confidential } = everything(line);
    expect([closed, confidential].join(""), line).not.toMatch(/[^E]/);
  }
});

test("No command says what was said in any community", async () => {
  const { call } = shellOn(() => ({ ctx: scene.home.ctx }) as never);
  for (const [name, { call: words, tells }] of Object.entries(COMMANDS)) {
    if (!words) continue;
    const { out, code } = await call(
      ...words.map((word) => word.replace("{handle}", scene.rooms.closed.handle)),
    );
    expect(code, name).toBeLessThan(2);
    for (const level of COLUMNS)
      for (const fact of everything(out)[level] ?? "") expect(tells, `${name}: ${level}`).toContain(fact);
  }
});

test("A62, D-03: another node holds nothing of a hidden community, and one without a member nothing but what anyone may know", async () => {
  // The address of one that somebody there is in, which says nothing, stands where they are led to it.
  expect(everything(await textOfEverything(scene.other.ctx)).confidential).toBe("E");
  for (const [kind, peer] of Object.entries(scene.peers)) {
    const told = everything([...peer.inbox.map(({ text }) => text), ...peer.requests].join("\n"));
    expect(told.confidential, kind).toBe("");
    expect(told.closed, kind).not.toMatch(/[^EN]/);
  }
});

// Last, since forms change things and end sessions.
test("A70: no form tells anybody outside anything of a community that the table does not say", async () => {
  const looks = await formLooks(scene);
  expect(surplus(await look(looks, 1))).toEqual([]);
});
