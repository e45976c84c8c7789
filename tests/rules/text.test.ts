import { describe, expect, it } from "vitest";
import { excerptOf, titleFrom } from "../../node/text/excerpt.ts";
import { findHashtags, hashtagOf } from "../../node/text/hashtags.ts";
import { guessLanguage } from "../../node/text/language.ts";
import { mayBeHtml, mayBeText, mayBeTitle } from "../../node/text/limits.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import { findMentions } from "../../node/text/mentions.ts";
import { plainOf } from "../../node/text/plain.ts";
import { sanitise } from "../../node/text/sanitise.ts";
import { lineOf } from "../../node/text/visible.ts";

const NAMES: Readonly<Record<string, string>> = { priya_nair: "Priya Nair", sam: "Sam O’Neill" };
const links = {
  mention: (handle: string, host: string | null) =>
    handle === "nobody"
      ? null
      : { href: `https://${host ?? "here.example"}/people/${handle}`, name: NAMES[handle] ?? handle },
  hashtag: (tag: string) => `https://here.example/tags/${tag}`,
};

describe("What a person types", () => {
  it("keeps its lines and paragraphs as in a mail, whatever is indented or underlined", () => {
    expect(htmlOf("Dear all,\nwe tried two.\n\n    First: Mill Lane\n\nThanks\n-----\nCarl")).toBe(
      "<p>Dear all,<br />\nwe tried two.</p>\n<p>First: Mill Lane</p>\n<p>Thanks<br />\n-----<br />\nCarl</p>",
    );
  });

  it("has headings below the page's own, lists, quotes and emphasis", () => {
    expect(htmlOf("# Plan\n\n1. *one*\n2. **two**\n\n> said ~~not~~")).toBe(
      "<h3>Plan</h3>\n<ol>\n<li><em>one</em></li>\n<li><strong>two</strong></li>\n</ol>\n<blockquote>\n<p>said <del>not</del></p>\n</blockquote>",
    );
  });

  it("cannot be HTML, and its links lead where they say", () => {
    expect(htmlOf("<b>x</b> <script>y</script>")).toBe(
      "<p>&lt;b&gt;x&lt;/b&gt; &lt;script&gt;y&lt;/script&gt;</p>",
    );
    expect(htmlOf("[x](javascript:alert(1))")).not.toContain("<a");
    expect(htmlOf("[gov.uk](https://evil.example/)")).toContain("gov.uk (evil.example)");
    expect(htmlOf("![map](https://a.example/m.png)")).toContain(">picture at a.example</a>");
  });

  it("links web addresses, also bare ones, but not file names or figures", () => {
    expect(htmlOf("See gov.uk/pay and https://a.example/b_c_d.")).toContain(
      '<a href="https://gov.uk/pay" rel="nofollow noopener ugc">gov.uk/pay</a>',
    );
    expect(htmlOf("minutes.docx, 3.5 and e.g.this")).not.toContain("<a");
    expect(htmlOf("anna@sunderland.gov.uk")).toContain('href="mailto:anna@sunderland.gov.uk"');
  });

  it("links the people and themes it names, and leaves unknown names alone", () => {
    const html = htmlOf(
      "Thanks @priya_nair and @sam@somerset.example:8102, not @nobody. #RoadSafety #1 [@priya_nair](https://a.example)",
      links,
    );
    expect(html).toContain(
      '<a href="https://here.example/people/priya_nair" rel="nofollow noopener ugc" class="u-url mention">@Priya Nair</a>',
    );
    // A name is read as a name, not as the address of the site that the person is on.
    expect(html).toContain(
      '<a href="https://somerset.example:8102/people/sam" rel="nofollow noopener ugc" class="u-url mention">@Sam O’Neill</a>',
    );
    expect(html).toContain(
      '<a href="https://here.example/tags/roadsafety" rel="tag nofollow noopener ugc" class="mention hashtag">#RoadSafety</a> #1',
    );
    expect(html).toContain("@nobody.");
    expect(html.match(/class="u-url mention"/g)).toHaveLength(2);
    expect(sanitise(html)).toBe(html);
  });

  it("is refused when it is empty or too long, by characters and by bytes", () => {
    expect(mayBeText("x".repeat(50_000), "question")).toEqual({ ok: true });
    expect(mayBeText("x".repeat(50_001), "topic")).toMatchObject({
      code: "too-long",
      facts: { most: 50_000, unit: "characters" },
    });
    expect(mayBeText("ŵ".repeat(40_000), "topic")).toMatchObject({
      code: "too-long",
      facts: { unit: "bytes" },
    });
    expect(mayBeText("x".repeat(10_001), "reply")).toMatchObject({ code: "too-long" });
    expect(mayBeText(" \n", "reply")).toMatchObject({ code: "required" });
    expect(mayBeText("", "topic")).toMatchObject({ code: "required" });
    expect(mayBeText("", "question")).toEqual({ ok: true });
    expect([mayBeTitle(""), mayBeTitle("x".repeat(201))]).toMatchObject([
      { code: "required" },
      { code: "too-long" },
    ]);
    expect([mayBeHtml("x".repeat(98_304)), mayBeHtml("x".repeat(98_305))]).toMatchObject([
      { ok: true },
      { code: "too-long" },
    ]);
  });
});

describe("What is taken from a text", () => {
  it("names, as people write them", () => {
    expect(
      findMentions("@anna, (@ben@b.gov.uk) mail@c.example https://d.example/@dan @e@localhost @f.").map(
        ({ handle, host }) => [handle, host],
      ),
    ).toEqual([
      ["anna", null],
      ["ben", "b.gov.uk"],
      ["f", null],
    ]);
  });

  it("themes, in one spelling, Welsh letters included", () => {
    expect(findHashtags("#Tŷ_Cymunedol (#school-streets) a#b #2024 &#39; #c").map(({ tag }) => tag)).toEqual([
      "tŷ_cymunedol",
      "school",
      "c",
    ]);
    expect([hashtagOf("#Road Safety"), hashtagOf("#nodebb 4.0"), hashtagOf("#42"), hashtagOf("##")]).toEqual([
      "road_safety",
      "nodebb_4_0",
      null,
      null,
    ]);
  });

  it("its words, without its markup", () => {
    expect(
      plainOf(
        "<h3>Plan</h3><p>One &amp; two<br>three</p><ul><li>a</li><li>b <a href='https://x.example'>c</a></li></ul><pre>x\n  y</pre>",
      ),
    ).toBe("Plan\n\nOne & two\nthree\n\n- a\n\n- b c\n\nx\n  y");
    expect(plainOf("<p>1 &lt; 2</p><script>x</script>")).toBe("1 < 2");
  });

  it("a beginning that ends at a word and says that it goes on", () => {
    expect(excerptOf("Short enough", 20)).toBe("Short enough");
    expect(excerptOf("Looking for councils that have tried them", 20)).toBe("Looking for…");
    expect(excerptOf("x".repeat(50), 20)).toBe(`${"x".repeat(19)}…`);
  });

  it("a title from its first line, without the names it is addressed to", () => {
    expect(titleFrom("\n@road_safety@north.example Who has tried cameras?\nWe start in May.")).toBe(
      "Who has tried cameras?",
    );
    expect(titleFrom(`We would like to hear from you. ${"More words follow here. ".repeat(10)}`)).toBe(
      "We would like to hear from you.",
    );
    expect(titleFrom("word ".repeat(40))).toMatch(/^(?:word )+word…$/);
    expect([titleFrom("@anna"), titleFrom("")]).toEqual(["", ""]);
  });

  it.each([
    ["Does anyone have a template for the reports that we send to schools?", "en"],
    ["Mae gennym ni ddwy groesfan wrth yr ysgol, a dydyn ni ddim yn siŵr sut i'w gwella.", "cy"],
    ["Diolch am y cwestiwn", "cy"],
    ["A30 / B4215", "en"],
    ["", "en"],
  ] as const)("its language: %s", (text, language) => {
    expect(guessLanguage(text)).toBe(language);
    expect(guessLanguage("12.5 / 7", language)).toBe(language);
  });

  it("A59: one clean line for a name", () => {
    expect(lineOf("  Ann\u202e \n\u200b Lee\u00ad ", 50)).toBe("Ann Lee");
    expect(lineOf("👩‍💻".repeat(3), 4)).toBe("👩‍💻👩");
    expect(lineOf("a\ud800b", 10)).toBe("a\ufffdb");
  });
});
