import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readActivity } from "../../federation/read/activity.ts";
import { readActor } from "../../federation/read/actor.ts";
import { readContentObject } from "../../federation/read/content-object.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import { sanitise } from "../../node/text/sanitise.ts";

const piece = fc.constantFrom(
  ...'<p>|</p>|<div>|</div>|<b>|</b>|<em class="mention">|</em>|<a href="https://a.example/x">|<a href="https://b.gov.uk">|</a>|<h1>|</h1>|<ul>|<li>|</ul>|<ol start="2">|</ol>|<pre>|</pre>|<code class="language-js">|</code>|<blockquote>|</blockquote>|<img src="https://c.example/i.png">|<br>|<hr/>|<table>|<tr>|<td>|</td>|<span>|</span>|<script>|</script>|<!--|-->|<|>|&|&lt;|&#x200b;|gov.uk|words |\n|@anna|#theme|"'.split(
    "|",
  ),
);
const markup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

describe("Whatever comes in", () => {
  it("cleaning twice changes nothing", () => {
    fc.assert(
      fc.property(markup, (html) => {
        expect(sanitise(sanitise(html))).toBe(sanitise(html));
      }),
      { numRuns: 2_000 },
    );
  });

  it("what a person types is clean as rendered", () => {
    const person = { href: "https://h.example/p", name: "Ann <b>evil.example</b> @sam@x.example #tag" };
    const links = { mention: () => person, hashtag: () => "https://h.example/t" };
    const typed = fc.array(
      fc.oneof(
        piece,
        fc.constantFrom(
          "*",
          "_",
          "# ",
          "- ",
          "1. ",
          "> ",
          "`",
          "[a](https://x.example)",
          "![b](https://y.example)",
          "\n\n",
        ),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(typed, (pieces) => {
        const html = htmlOf(pieces.join(""), links);
        expect(sanitise(html)).toBe(html);
      }),
      { numRuns: 2_000 },
    );
  });

  it("the readers never throw", () => {
    const names = [
      "id",
      "type",
      "actor",
      "object",
      "to",
      "cc",
      "audience",
      "attributedTo",
      "content",
      "tag",
      "inbox",
      "url",
      "name",
    ];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>("Create", "Undo", "Announce", "Note", "Person", "https://a.example/1", {
        id: "https://a.example/2",
        type: "Follow",
        actor: "https://a.example/u",
      }),
    );
    const document = fc.dictionary(fc.constantFrom(...names), value);
    fc.assert(
      fc.property(document, (json) => {
        for (const read of [readActivity, readActor, readContentObject])
          expect(read(json)).toHaveProperty("type");
      }),
      { numRuns: 3_000 },
    );
  });
});
