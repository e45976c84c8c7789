import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ICONS } from "../../web/components/icon.tsx";

const sprite = readFileSync(new URL("../../web/public/icons.svg", import.meta.url), "utf8");
const shapesIn = (svg: string) =>
  [...svg.matchAll(/<(path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*>/g)].map((match) =>
    match[0].replace(/\s+/g, " "),
  );

test.each(ICONS.filter((name) => name !== "mark"))("the picture %s is Lucide's own", (name) => {
  const original = readFileSync(
    new URL(`../../node_modules/lucide-static/icons/${name}.svg`, import.meta.url),
    "utf8",
  );
  const symbol = new RegExp(`<symbol id="${name}"[^>]*>(.*?)</symbol>`, "s").exec(sprite)?.[1] ?? "";
  expect(shapesIn(symbol)).toEqual(shapesIn(original.slice(original.indexOf(">", original.indexOf("<svg")))));
});

test("the file of pictures holds what the pages use, and nothing else", () => {
  expect([...sprite.matchAll(/<symbol id="([^"]+)"/g)].map((match) => match[1]).sort()).toEqual(
    [...ICONS].sort(),
  );
});
