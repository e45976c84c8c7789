import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readActivity } from "../../federation/read/activity.ts";
import { readContentObject } from "../../federation/read/content-object.ts";
import { effectOfText } from "./effect.ts";
import { SHAPES } from "./shapes-table.ts";

const folder = new URL("fixtures/", import.meta.url);
const rows = SHAPES.trim()
  .split("\n")
  .map((line) => line.split(" | ") as [string, string]);

function fixture(name: string): string {
  return readFileSync(new URL(`${name}.json`, folder), "utf8");
}

describe("Shapes that other programs send", () => {
  it("are all in the table, and nothing else is", () => {
    expect(rows.map(([name]) => `${name}.json`)).toEqual(readdirSync(folder).sort());
  });

  it.each(rows)("%s", (name, effect) => {
    expect(effectOfText(fixture(name))).toBe(effect);
  });

  it("W-03: one or many, id or object, mean the same", () => {
    const one = {
      id: "https://a.example/1",
      type: "Like",
      actor: "https://a.example/u",
      object: "https://b.example/1",
      audience: "https://b.example/g",
      to: "as:Public",
    };
    const many = {
      ...one,
      type: ["Like"],
      actor: [{ id: one.actor, type: "Person" }],
      object: [{ id: one.object }],
      audience: [one.audience],
      to: [one.to],
    };
    const { document: _one, ...plain } = readActivity(one) as unknown as Record<string, unknown>;
    const { document: _many, ...listed } = readActivity(many) as unknown as Record<string, unknown>;
    expect(listed).toEqual(plain);
  });

  it("text from elsewhere is made harmless, and shows what it hides", () => {
    const read = readContentObject({
      type: "Note",
      id: "https://a.example/1",
      attributedTo: "https://a.example/u",
      to: ["as:Public"],
      content:
        '<p onclick="x()">Pay at <a href="https://evil.example/">gov.uk</a><script>x()</script><img src="https://a.example/pixel.png"></p>',
      name: "Invoice \u202Efdp.exe",
      attachment: [{ type: "Image", url: "https://a.example/scan.jpg" }],
    });
    expect(read).toMatchObject({
      title: "Invoice fdp.exe",
      html: '<p>Pay at <a href="https://evil.example/" rel="nofollow noopener ugc">gov.uk (evil.example)</a><a href="https://a.example/pixel.png" rel="nofollow noopener ugc">picture at a.example</a></p>',
      links: [{ href: "https://a.example/scan.jpg", name: "scan.jpg", host: "a.example" }],
    });
  });

  it("the time and place of an event, and the choices of a poll, stand in the text", () => {
    const event = JSON.parse(fixture("mobilizon-event")).object;
    expect(readContentObject(event)).toMatchObject({
      html: "<p>2026-05-14 09:00 – 2026-05-14 12:00 · Town Hall</p><p>Bring boots.</p>",
    });
    expect(readContentObject(JSON.parse(fixture("mastodon-poll")))).toMatchObject({
      html: "<p>Which day for the site visit?</p><ul><li>Monday</li><li>Friday &lt;b&gt;</li></ul>",
    });
  });

  it.each([
    null,
    [],
    1,
    "x",
    {},
    { type: 1 },
    { type: "Create" },
    { type: "Note" },
    { type: "Announce", id: "x" },
    { type: "__proto__" },
    { type: "constructor" },
  ])("nonsense is refused, never thrown at: %j", (nonsense) => {
    expect(readActivity(nonsense)).toMatchObject({ type: "refused" });
  });

  it("more text than a page may hold is refused", () => {
    const note = {
      type: "Note",
      id: "https://a.example/1",
      attributedTo: "https://a.example/u",
      to: ["as:Public"],
    };
    expect(readContentObject({ ...note, content: "ŵ".repeat(49_153) })).toMatchObject({
      type: "refused",
      code: "too-long",
    });
    expect(readContentObject({ ...note, content: "ŵ".repeat(49_152) })).toMatchObject({ type: "content" });
  });
});
