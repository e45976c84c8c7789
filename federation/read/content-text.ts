import { htmlOf } from "../../node/text/markdown.ts";
import { sanitise } from "../../node/text/sanitise.ts";
import { paragraphOf } from "../objects/escape.ts";
import { recordOf } from "./values.ts";

type Object = Readonly<Record<string, unknown>>;

/** The text of an object as sent: `content`, else the first of `contentMap`, else (Mbin, old Lemmy) `summary`. */
export function rawTextOf(object: Object): string {
  const mapped = Object.values(recordOf(object.contentMap) ?? {});
  const found = [object.content, ...mapped, object.summary].find(
    (text) => typeof text === "string" && text !== "",
  );
  return typeof found === "string" ? found : "";
}

/** That text as HTML of our subset; PeerTube sends Markdown, others plain text, and say so in `mediaType`. */
export function htmlFrom(raw: string, object: Object, lang: string): string {
  const words = lang === "cy" ? "cy" : "en";
  if (typeof object.content === "string" && object.mediaType === "text/markdown")
    return htmlOf(raw, {}, words);
  if (typeof object.content === "string" && object.mediaType === "text/plain")
    return sanitise(paragraphOf(raw));
  return sanitise(raw, { lang: words });
}

/** The Markdown an object was written in, where it says so; other formats and bare texts are not kept. */
export function sourceOf(object: Object): string | null {
  const source = recordOf(object.source);
  return source?.mediaType === "text/markdown" && typeof source.content === "string" ? source.content : null;
}
