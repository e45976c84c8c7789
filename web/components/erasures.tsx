import type { VNode } from "preact";
import type { ErasureView } from "../../node/erasures/read.ts";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

/** Which councils' sites were asked to erase their copies when their last member left, and what became of it. */
export function Erasures({ erasures }: { erasures: readonly ErasureView[] }): VNode | null {
  const { t } = useSpeech();
  if (erasures.length === 0) return null;
  return (
    <section>
      <h3>{t("report.erasure.title")}</h3>
      <ul class="govuk-list">
        {erasures.map((one) => (
          <li key={`${one.name} ${one.asked.toISOString()}`}>
            <Erasure erasure={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Erasure({ erasure }: { erasure: ErasureView }): VNode {
  const { name, asked, until, erased, legalHold: words, silent, lied } = erasure;
  const state = lied ? "lied" : erased ? "erased" : words !== "" ? "held" : silent ? "silent" : "asked";
  return (
    <Say
      k={`report.erasure.${state}`}
      facts={{ name, words }}
      parts={{ when: <Time at={lied ?? erased ?? asked} />, until: <Time at={until} /> }}
    />
  );
}
