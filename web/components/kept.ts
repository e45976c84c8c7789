import { type FunctionComponent, h } from "preact";
import { useContext } from "preact/hooks";
import { renderToString } from "preact-render-to-string";
import { IconsContext } from "./icon.tsx";
import { SpeechContext, useSpeech } from "./speech.tsx";

/** A few hundred pages' worth. */
const MOST_KEPT = 1_500;

/**
 * What is inside an element, as HTML, for a piece of a page that follows from its facts and the language alone: written
 * once, and the same again for the same facts. Posts and rows of lists are most of a page and hardly differ between two
 * readers. Everything a piece shows must be in its props; what a reader may do too.
 */
export function keptMarkup<Props extends object>(Piece: FunctionComponent<Props>): (props: Props) => Markup {
  const known = new Map<string, Markup>();
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
    const made = { __html: renderToString(piece) };
    const oldest = known.size >= MOST_KEPT ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(facts, made);
    return made;
  };
}

interface Markup {
  readonly __html: string;
}
