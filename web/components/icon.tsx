import { createContext, type VNode } from "preact";
import { useContext } from "preact/hooks";
import { classesOf } from "./govuk/classes.ts";

/** Names of the symbols in web/public/icons.svg: Lucide's, and our own mark. */
export const ICONS = [
  "mark",
  "search",
  "menu",
  "check",
  "circle-check",
  "pin",
  "lock",
  "clock",
  "send",
  "message-circle",
  "circle-question-mark",
  "users",
  "triangle-alert",
  "refresh-cw",
  "thumbs-up",
  "corner-up-left",
  "pencil",
  "file-pen-line",
  "bell",
  "globe",
  "bold",
  "italic",
  "list",
  "list-ordered",
  "link",
  "text-quote",
  "heading",
  "eye",
  "chevron-right",
  "x",
] as const;
export type IconName = (typeof ICONS)[number];

/** Address of the file of symbols; `respond.tsx` sets it once per page. */
export const IconsContext = createContext("/icons.svg");

/** A picture beside words that say the same, so it is hidden from screen readers. */
export function Icon({ name, class: look }: { name: IconName; class?: string }): VNode {
  const file = useContext(IconsContext);
  return (
    <svg class={classesOf("icon", look)} aria-hidden="true" focusable="false" width="20" height="20">
      <use href={`${file}#${name}`} />
    </svg>
  );
}
