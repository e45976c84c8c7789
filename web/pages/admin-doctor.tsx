import type { VNode } from "preact";
import type { Level } from "../../node/doctor/codes.ts";
import type { Finding, Report } from "../../node/doctor/types.ts";
import { wordsOf } from "../../node/doctor/words.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { Details, Tag } from "../components/govuk/text.tsx";
import { useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { EMPTY_FORM } from "../forms.ts";

const COLOURS = { act: "red", look: "yellow", ok: "green" } as const satisfies Readonly<
  Record<Level, string>
>;
const SUMMARY = { act: "act", look: "look", ok: "allWell" } as const satisfies Readonly<
  Record<Level, string>
>;

/** What the doctor found: what is to be done first, and what is well behind it. */
export function AdminDoctorPage({ report }: { report: Report }): VNode {
  const { t, timeOf } = useSpeech();
  const found = report.findings.filter((one) => one.level !== "ok");
  const well = report.findings.filter((one) => one.level === "ok");
  return (
    <AdminFrame
      place="doctor"
      title={t("admin.doctor.title")}
      text={t("admin.doctor.lead", { time: timeOf(report.made) })}
      form={EMPTY_FORM}
    >
      <div class="measure">
        <h2 class="govuk-heading-m">{t(`admin.doctor.${SUMMARY[report.level]}`)}</h2>
        <FindingList findings={found} />
        {well.length === 0 ? null : (
          <Details summary={t("admin.doctor.well")}>
            <FindingList findings={well} />
          </Details>
        )}
      </div>
    </AdminFrame>
  );
}

function FindingList({ findings }: { findings: readonly Finding[] }): VNode | null {
  if (findings.length === 0) return null;
  return (
    <ul class="checklist">
      {findings.map((one) => (
        <Item key={`${one.code} ${one.about}`} one={one} />
      ))}
    </ul>
  );
}

function Item({ one }: { one: Finding }): VNode {
  const { t, language } = useSpeech();
  const { what, remedy } = wordsOf(one, language);
  return (
    <li class="checklist__item">
      <div class="plain-list__row">
        <p>{what}</p>
        <Tag colour={COLOURS[one.level]}>{t(`admin.doctor.level.${one.level}`)}</Tag>
      </div>
      {remedy === "" ? null : (
        <p>
          <strong>{t("admin.doctor.remedy")}</strong> {remedy}
        </p>
      )}
      {one.since === null ? null : (
        <p>
          {t("admin.doctor.since")} <Time at={one.since} />
        </p>
      )}
    </li>
  );
}
