import type { VNode } from "preact";
import type { FileView } from "../../node/files/types.ts";
import { useSpeech } from "./speech.tsx";

/** What kind of file it is and how large, in small print beside its name. */
export function FileFacts({ file }: { file: FileView }): VNode {
  const { t } = useSpeech();
  const ending = (/\.([a-z]{2,4})$/i.exec(file.name)?.[1] ?? "").toUpperCase();
  const kilobytes = Math.max(1, Math.round(file.bytes / 1024));
  const megabytes = Math.round(file.bytes / (1024 * 102.4)) / 10;
  const size =
    kilobytes < 1024 ? t("files.kilobytes", { size: kilobytes }) : t("files.megabytes", { size: megabytes });
  return (
    <span class="secondary small">
      {ending}, {size}
    </span>
  );
}
