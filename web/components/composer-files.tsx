import type { VNode } from "preact";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import { errorOf, type FormState } from "../forms.ts";
import { ComposerFile } from "./composer-file.tsx";
import { FileChooser } from "./file-chooser.tsx";
import { Button } from "./govuk/button.tsx";
import { useSpeech } from "./speech.tsx";

/**
 * Choosing files for a text. Without script they are uploaded with the form, by a button of its own or with the text;
 * the behaviour uploads each as it is chosen and says how far it is.
 */
export function ComposerFiles({ form, to }: { form: FormState; to: string }): VNode {
  const { t } = useSpeech();
  const files = form.files ?? [];
  const asked = files.some(({ picture, alt }) => picture !== null && alt === "");
  return (
    <div class="composer-files" {...sentences(t, to)}>
      {/* Says that this form knows of files, so that none is no oversight. */}
      <input type="hidden" name="files" value="" />
      <input type="hidden" name="alts" value="" />
      {asked ? <p class="composer-files__asked">{t("files.altAsked")}</p> : null}
      <ul class="composer-files__list" aria-label={t("files.added")}>
        {files.map((file) => (
          <ComposerFile key={file.id} file={file} />
        ))}
      </ul>
      <FileChooser error={errorOf(form, "upload")} />
      <div class="composer-files__state" />
      <p class="govuk-visually-hidden" role="status" data-said />
      <Button kind="secondary" name="attach" value="yes" formnovalidate class="composer-files__send">
        {t("files.attach")}
      </Button>
    </div>
  );
}

/** Finished sentences for the behaviour; it puts the name of a file in front. */
function sentences(t: (key: string, facts?: Record<string, string | number>) => string, to: string) {
  const most = FILE_LIMITS.fileBytes;
  return {
    "data-files": to,
    "data-most": most,
    "data-too-large": t("files.error.too-large", { most: most / (1024 * 1024) }),
    "data-sending": t("files.sending"),
    "data-sent": t("files.sent"),
    "data-cancel": t("files.cancel"),
    "data-cancelled": t("files.cancelled"),
    "data-removed": t("files.removed"),
    "data-failed": t("files.failed"),
    "data-wait": t("files.wait"),
  };
}
