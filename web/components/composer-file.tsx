import type { VNode } from "preact";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import type { FileView } from "../../node/files/types.ts";
import { FileFacts } from "./file-facts.tsx";
import { Button } from "./govuk/button.tsx";
import { Input } from "./govuk/input.tsx";
import { useSpeech } from "./speech.tsx";

/** A file that was uploaded, in the form it belongs to: what it is, what a picture shows, and the way to take it out. */
export function ComposerFile({ file }: { file: FileView }): VNode {
  const { t } = useSpeech();
  return (
    <li class="composer-file">
      <input type="hidden" name="files" value={file.id} />
      {file.smallPath === null ? null : (
        <img class="composer-file__picture" src={file.smallPath} alt="" loading="lazy" />
      )}
      <div class="composer-file__text">
        <p class="composer-file__name">
          {file.name} <FileFacts file={file} />
        </p>
        {file.picture === null ? (
          <input type="hidden" name="alts" value="" />
        ) : (
          <Input
            id={`alt-${file.id}`}
            name="alts"
            label={t("files.alt")}
            labelSize="s"
            hint={t("files.altHint")}
            value={file.alt}
            maxlength={FILE_LIMITS.altCharacters}
            spellcheck
          />
        )}
        <Button kind="secondary" name="unattach" value={file.id} formnovalidate class="composer-file__remove">
          {t("files.remove")}
          <span class="govuk-visually-hidden"> {file.name}</span>
        </Button>
      </div>
    </li>
  );
}
