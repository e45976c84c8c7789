import type { VNode } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

/** The library's name of each style, the key of its label, its picture. */
const TOOLS: readonly (readonly [style: string, key: string, icon: IconName])[] = [
  ["bold", "bold", "bold"],
  ["italic", "italic", "italic"],
  ["unordered-list", "list", "list"],
  ["ordered-list", "numbered", "list-ordered"],
  ["link", "link", "link"],
  ["quote", "quote", "text-quote"],
];

/** Hidden until its script is there: without script it could do nothing. */
export function Toolbar(): VNode {
  const { t } = useSpeech();
  return (
    <markdown-toolbar class="toolbar" role="toolbar" for="text" hidden aria-label={t("topic.toolbar")}>
      {TOOLS.map(([style, key, icon]) => (
        <button key={key} type="button" class="toolbar__tool" data-md-button={style} tabindex={-1}>
          <Icon name={icon} />
          {t(`topic.tool.${key}`)}
        </button>
      ))}
    </markdown-toolbar>
  );
}
