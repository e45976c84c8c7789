import type { VNode } from "preact";
import { PageHead } from "../components/page-head.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import type { Site } from "../site.ts";

export interface ErrorPageProps {
  readonly title: string;
  readonly sentence: string;
  readonly status: number;
  /** Number to quote when asking for help, where something of ours failed. */
  readonly request: string | null;
  readonly contact: Site["contact"];
}

/** Says in plain words what is the matter, and where to go from here. */
export function ErrorPage({ title, sentence, status, request, contact }: ErrorPageProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={title} />
      <div class="width page page--narrow">
        <p class="lead">{sentence}</p>
        {status >= 500 ? <p>{t("errors.textKept")}</p> : null}
        <ul class="govuk-list govuk-list--bullet">
          <li>
            <a href="/communities">{t("errors.toCommunities")}</a>
          </li>
          <li>
            <a href="/search">{t("errors.toSearch")}</a>
          </li>
          {contact === null ? null : (
            <li>
              <Say
                k="errors.toContact"
                facts={{ name: contact.name }}
                parts={{ email: <a href={`mailto:${contact.email}`}>{contact.email}</a> }}
              />
            </li>
          )}
        </ul>
        {request === null ? null : (
          <p class="secondary">
            <Say k="errors.request" parts={{ id: <code>{request}</code> }} />
          </p>
        )}
      </div>
    </>
  );
}
