import { type FunctionComponent, h } from "preact";
import { useContext } from "preact/hooks";
import { renderToString } from "preact-render-to-string";
import { IconsContext } from "./icon.tsx";
import { SpeechContext, useSpeech } from "./speech.tsx";

/** So many characters of facts and markup for each kind of piece, the oldest go first: some hundred pages' worth. */
const MOST_CHARACTERS = 1_000_000;

/**
 * What is inside an element, as HTML, for a piece of a page that follows from its facts and the language alone: written
 * once, and the same again for the same facts. Posts and rows of lists are most of a page and hardly differ between two
 * readers. Everything a piece shows must be in its props; what a reader may do too.
 */
export function keptMarkup<Props extends object>(Piece: FunctionComponent<Props>): (props: Props) => Markup {
  const known = new Map<string, Markup>();
  let characters = 0;
  return (props) => {
    const [speech, icons] = [useSpeech(), useContext(IconsContext)];
    const facts = JSON.stringify([speech.language, icons, props]);
    const before = known.get(facts);
    if (before) return before;
    const piece = h(
      SpeechContext.Provider,
      { value: speech },
      h(IconsContext.Provider, { value: icons }, h(Piece, props)),
    );
    const made = { __html: inOnePiece(renderToString(piece)) };
    known.set(facts, made);
    characters += facts.length + made.__html.length;
    for (const [oldest, { __html }] of known) {
      if (characters <= MOST_CHARACTERS || oldest === facts) break;
      known.delete(oldest);
      characters -= oldest.length + __html.length;
    }
    return made;
  };
}

/** What was put together of hundreds of pieces would keep each of them in memory, five times the size of its text. */
function inOnePiece(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

interface Markup {
  readonly __html: string;
}
