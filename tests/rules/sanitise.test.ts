import { describe, expect, it } from "vitest";
import { sanitise } from "../../node/text/sanitise.ts";
import { PAYLOADS } from "../support/payloads.ts";

/** Tags that may be left, with the one attribute that any of them may have: a web address. */
const PLAIN =
  /^<\/?(p|span|a|br|h[2-6]|strong|em|del|ul|ol|li|blockquote|pre|code)( href="https?:\/\/[^"<>]*")?( rel="nofollow noopener ugc")?( \/)?>$/;
const REL = 'rel="nofollow noopener ugc"';

describe("Text from anywhere", () => {
  it("W-12: keeps the plain means of writing, and drops the rest with its tags", () => {
    const kept =
      "<p>a <strong>b</strong> <em>c</em> <del>d</del><br />e</p><h3>f</h3><ul><li>g</li></ul><blockquote><p>h</p></blockquote><pre><code>i</code></pre>";
    expect(sanitise(kept)).toBe(kept);
    expect(sanitise('<ol start="3" reversed="reversed" type="a"><li value="3" class="x">g</li></ol>')).toBe(
      '<ol start="3" reversed="reversed"><li value="3">g</li></ol>',
    );
    expect(
      sanitise(
        "<h1>Big</h1><div>one</div><div>two <s>three</s></div><hr><table><tr><td>a</td><td>b</td></tr></table>",
      ),
    ).toBe("<h2>Big</h2><p>one</p><p>two <del>three</del></p><p>a b </p>");
  });

  it("A73: sixty of them are tried", () => expect(new Set(PAYLOADS).size).toBe(60));

  it.each(PAYLOADS)("A73: is harmless: %s", (payload) => {
    for (const clean of [sanitise(payload), sanitise(`<p>Words</p>${payload}<p>more</p>`)]) {
      expect((clean.match(/<[^>]*>?/g) ?? []).filter((tag) => !PLAIN.test(tag))).toEqual([]);
      expect(sanitise(clean)).toBe(clean);
    }
  });

  it("A76: a link that shows another host says where it leads", () => {
    const link = (href: string, text: string) => sanitise(`<a href="${href}">${text}</a>`);
    expect(link("https://evil.example/x", "www.gov.uk/pay")).toBe(
      `<a href="https://evil.example/x" ${REL}>www.gov.uk/pay (evil.example)</a>`,
    );
    expect(link("https://gov.uk@evil.example/", "gov.uk")).toBe(
      `<a href="https://evil.example/" ${REL}>gov.uk (evil.example)</a>`,
    );
    expect(link("https://gоv.uk/", "gоv.uk")).toContain("(xn--");
    expect(link("https://evil.example/", "g<b>ov</b>.&#x200b;uk")).toContain("(evil.example)");
    expect(link("https://www.gov.uk/pay", "https://www.gov.uk/pay")).toBe(
      `<a href="https://www.gov.uk/pay" ${REL}>https://www.gov.uk/pay</a>`,
    );
    expect(link("https://www.gov.uk/pay", "how to pay")).toBe(
      `<a href="https://www.gov.uk/pay" ${REL}>how to pay</a>`,
    );
    expect(link("https://a.example/x", "")).toBe(`<a href="https://a.example/x" ${REL}>a.example</a>`);
  });

  it("A76: no part of a link's text can be hidden", () => {
    const hiding =
      '<a href="https://evil.example/gov.uk"><span class="invisible">https://evil.example/</span><span class="ellipsis">gov.uk</span></a>';
    expect(sanitise(hiding)).not.toContain("class");
  });

  it("pictures and players become links, in the reader's language, and are never fetched", () => {
    expect(sanitise('<img src="https://b.example/x.png" alt="A cat">')).toBe(
      `<a href="https://b.example/x.png" ${REL}>picture at b.example</a>`,
    );
    expect(sanitise('<img src="https://b.example/x.png">', { lang: "cy" })).toContain("llun ar b.example");
    expect(sanitise('<a href="https://a.example/"><img src="https://b.example/x.png"></a>')).toBe(
      `<a href="https://a.example/" ${REL}><span>picture at b.example</span> (a.example)</a>`,
    );
  });

  it("A59: characters that hide or turn others around go; flags and joined emoji stay", () => {
    expect(sanitise("<p>a\u202eb\u200bc\u0007d</p>")).toBe("<p>abcd</p>");
    const wales = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";
    expect(sanitise(`<p>${wales} 👩‍💻 x\u{e0041}</p>`)).toBe(`<p>${wales} 👩‍💻 x</p>`);
  });

  it.each([
    ["brackets", "<"],
    ["open tags", "<b>"],
    ["open quotes", "<blockquote>"],
    ["links", '<a href="https://x.example">'],
    ["ends", "</b>"],
    ["entities", "&lt;"],
  ])("A58: two hundred thousand %s are cut to a size that is quickly done with", (_name, piece) => {
    const clean = sanitise(piece.repeat(200_000));
    expect(clean.match(/<\w/g)?.length ?? 0).toBeLessThanOrEqual(12_000);
    expect(clean.length).toBeLessThan(1_000_000);
  });
});
