import type { VNode } from "preact";
import { FILE_ENDINGS } from "../../node/files/kinds.ts";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import { describedBy, FieldHead, FormGroup } from "./govuk/field.tsx";
import { useSpeech } from "./speech.tsx";

/** GOV.UK file upload for what may be added to a text. */
export function FileChooser({ error }: { error: string | null }): VNode {
  const { t } = useSpeech();
  const hint = t("files.hint", {
    most: FILE_LIMITS.fileBytes / (1024 * 1024),
    files: FILE_LIMITS.perPost,
  });
  return (
    <FormGroup error={error}>
      <FieldHead
        id="upload"
        name="upload"
        label={t("files.choose")}
        labelSize="s"
        hint={hint}
        error={error}
      />
      <input
        class="govuk-file-upload"
        id="upload"
        name="upload"
        type="file"
        multiple
        accept={FILE_ENDINGS.map((ending) => `.${ending}`).join(",")}
        aria-describedby={describedBy("upload", hint, error)}
      />
    </FormGroup>
  );
}
