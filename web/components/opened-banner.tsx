import type { VNode } from "preact";
import type { OpenedView } from "../../node/break-glass/read.ts";
import { Button } from "./govuk/button.tsx";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

/** On every page while an administrator has emergency access, with the way to end it. */
export function OpenedBanner({ opened }: { opened: readonly OpenedView[] }): VNode | null {
  const { t } = useSpeech();
  if (opened.length === 0) return null;
  return (
    <section class="opened" aria-label={t("community.emergency.banner")}>
      {opened.map(({ id, name, path, until }) => (
        <div class="width opened__row" key={id}>
          <p>
            <Say
              k="community.emergency.open"
              parts={{ community: <a href={path}>{name}</a>, when: <Time at={until} /> }}
            />
          </p>
          <form action={`${path}/emergency-access/end`} method="post">
            <Button kind="secondary">
              {t("community.emergency.end")}
              <span class="govuk-visually-hidden"> {name}</span>
            </Button>
          </form>
        </div>
      ))}
    </section>
  );
}
