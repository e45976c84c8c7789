import type { VNode } from "preact";
import {
  CHECKLIST,
  type Checklist,
  type ChecklistStep,
  PEOPLE_WANTED,
} from "../../node/settings/checklist.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Tag } from "../components/govuk/text.tsx";
import { useSpeech } from "../components/speech.tsx";
import { EMPTY_FORM } from "../forms.ts";

const HREF: Readonly<Record<ChecklistStep, string | null>> = {
  address: null,
  councils: "/admin/councils",
  domains: "/admin/councils",
  contact: "/admin/settings",
  mail: null,
  peer: "/admin/peers",
  community: "/communities/new",
  people: "/admin/invitations",
};

/** The administrator's first page: what is done, and the one next thing. */
export function AdminStartPage({ checklist }: { checklist: Checklist }): VNode {
  const { t } = useSpeech();
  // A trial keeps its address for good, so that step is never the next one.
  const next = CHECKLIST.find((step) => step !== "address" && !checklist.done[step]) ?? null;
  return (
    <AdminFrame
      place="start"
      title={t("admin.start.title")}
      text={t(next === null ? "admin.start.ready" : "admin.start.lead")}
      form={EMPTY_FORM}
    >
      <ol class="checklist measure">
        {CHECKLIST.map((step) => (
          <Step key={step} step={step} checklist={checklist} isNext={step === next} />
        ))}
      </ol>
    </AdminFrame>
  );
}

function Step({
  step,
  checklist,
  isNext,
}: {
  step: ChecklistStep;
  checklist: Checklist;
  isNext: boolean;
}): VNode {
  const { t } = useSpeech();
  const done = checklist.done[step];
  const href = HREF[step];
  return (
    <li class="checklist__item">
      <div class="plain-list__row">
        <h2 class="checklist__title">{t(`admin.step.${step}`, factsOf(checklist))}</h2>
        <Tag colour={done ? "green" : isNext ? "yellow" : "grey"}>
          {t(`admin.step.${done ? "done" : isNext ? "next" : step === "address" ? "trial" : "open"}`)}
        </Tag>
      </div>
      <p>{t(`admin.step.${step}${stateOf(step, checklist)}`, factsOf(checklist))}</p>
      {step === "mail" ? (
        <form action="/admin/test-mail" method="post">
          <Button kind={isNext ? undefined : "secondary"}>{t("admin.step.mailAct")}</Button>
        </form>
      ) : null}
      {href === null ? null : <a href={href}>{t(`admin.step.${step}Act`)}</a>}
    </li>
  );
}

/** Which sentence fits: `Done`, `Open`, or `Kept` where mails have no server to go to. */
function stateOf(step: ChecklistStep, checklist: Checklist): "Done" | "Open" | "Kept" {
  if (step === "mail" && !checklist.mailServer) return "Kept";
  return checklist.done[step] ? "Done" : "Open";
}

function factsOf({ origin, councils, domains, contact, peers, communities, people }: Checklist) {
  return { origin, contact, councils, domains, peers, communities, people, wanted: PEOPLE_WANTED };
}
