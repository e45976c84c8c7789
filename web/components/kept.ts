import { type ComponentChild, type ContextType, createContext, type FunctionComponent, h } from "preact";
import { useContext } from "preact/hooks";
import { renderToString } from "preact-render-to-string";
import type { Speech } from "../language.ts";
import { IconsContext } from "./icon.tsx";
import { SpeechContext, useSpeech } from "./speech.tsx";

/** Whether pieces of this page may be kept; not of what this node may hold nothing of. */
export const KeepsContext = createContext(true);

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
    const [speech, icons, keeps] = [useSpeech(), useContext(IconsContext), useContext(KeepsContext)];
    if (!keeps) return made(h(Piece, props), speech, icons);
    const facts = JSON.stringify([speech.language, icons, props]);
    const before = known.get(facts);
    if (before) return before;
    const markup = made(h(Piece, props), speech, icons);
    known.set(facts, markup);
    characters += facts.length + markup.__html.length;
    for (const [oldest, { __html }] of known) {
      if (characters <= MOST_CHARACTERS || oldest === facts) break;
      known.delete(oldest);
      characters -= oldest.length + __html.length;
    }
    return markup;
  };
}

function made(piece: ComponentChild, speech: Speech, icons: ContextType<typeof IconsContext>): Markup {
  const spoken = h(
    SpeechContext.Provider,
    { value: speech },
    h(IconsContext.Provider, { value: icons }, piece),
  );
  return { __html: inOnePiece(renderToString(spoken)) };
}

/** What was put together of hundreds of pieces would keep each of them in memory, five times the size of its text. */
function inOnePiece(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

interface Markup {
  readonly __html: string;
}
