import { type ComponentChildren, createContext, Fragment, type VNode } from "preact";
import { useContext } from "preact/hooks";
import { type Facts, type Speech, speechOf } from "../language.ts";

/** The language of the page being rendered; `respond.tsx` sets it once per page. */
export const SpeechContext = createContext<Speech>(speechOf("en"));

/** The sentences, dates and numbers of the page's language. */
export function useSpeech(): Speech {
  return useContext(SpeechContext);
}

export interface SayProps {
  /** Key of the sentence. */
  readonly k: string;
  readonly facts?: Facts;
  /** Markup for placeholders of the sentence, by name: one sentence stays one message, links and all. */
  readonly parts?: Readonly<Record<string, ComponentChildren>>;
}

/** A whole sentence, with markup where its placeholders stand. */
export function Say({ k, facts = {}, parts = {} }: SayProps): VNode {
  const { t } = useSpeech();
  // The unit separator cannot come from a message or a person, so it marks the places safely.
  const marks = Object.fromEntries(Object.keys(parts).map((name) => [name, `\u001f${name}\u001f`]));
  const pieces = t(k, { ...facts, ...marks }).split("\u001f");
  return (
    <>
      {pieces.map((piece, i) => (
        <Fragment key={`${i}${piece}`}>{i % 2 === 0 ? piece : parts[piece]}</Fragment>
      ))}
    </>
  );
}
