import { h, type VNode } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

const TOOLS: readonly (readonly [tag: string, key: string, icon: IconName])[] = [
  ["md-bold", "bold", "bold"],
  ["md-italic", "italic", "italic"],
  ["md-unordered-list", "list", "list"],
  ["md-ordered-list", "numbered", "list-ordered"],
  ["md-link", "link", "link"],
  ["md-quote", "quote", "text-quote"],
];

/** Hidden until its script is there: without script it could do nothing. */
export function Toolbar(): VNode {
  const { t } = useSpeech();
  return (
    <markdown-toolbar class="toolbar" role="toolbar" for="text" hidden aria-label={t("topic.toolbar")}>
      {TOOLS.map(([tool, key, icon]) =>
        h(
          tool,
          { key, class: "toolbar__tool", role: "button", tabindex: -1 },
          <Icon name={icon} />,
          t(`topic.tool.${key}`),
        ),
      )}
    </markdown-toolbar>
  );
}
