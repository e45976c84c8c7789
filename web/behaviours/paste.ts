import { parsed } from "../islands/trusted.ts";
import { makeWordLists } from "./word-lists.ts";

/**
 * What is pasted from Word, Outlook or a web page keeps its lists, links and emphasis. The converter arrives with the
 * first such paste. `insertText` keeps the browser's own undo.
 */
export function convertPaste(field: HTMLTextAreaElement): void {
  field.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    const markup = data?.getData("text/html") ?? "";
    const plain = data?.getData("text/plain") ?? "";
    if (!/<(p|li|h[1-6]|a|strong|b|em|i|table|blockquote)\b/i.test(markup) || data?.files.length) return;
    event.preventDefault();
    converterOf().then(
      (Converter) => {
        const converter = new Converter({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*" });
        converter.remove(["script", "style", "title", "meta", "link"]);
        document.execCommand("insertText", false, converter.turndown(bodyOf(markup)).trim());
      },
      () => document.execCommand("insertText", false, plain),
    );
  });
}

function bodyOf(markup: string): HTMLElement {
  // Styles are read, never applied: where they could be, the browser reports each against our policy.
  const quiet = markup
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const { body } = parsed(quiet);
  makeWordLists(body);
  return body;
}

/** The converter tries on arrival whether the browser parses; it shall do so through our policy, like everything else. */
async function converterOf() {
  const { DOMParser: own } = globalThis;
  globalThis.DOMParser = class extends own {
    override parseFromString(text: string): Document {
      return parsed(text);
    }
  };
  try {
    return (await import("turndown")).default;
  } finally {
    globalThis.DOMParser = own;
  }
}
