import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { CheckedAddress } from "../../node/invitations/check.ts";
import { CommunityFrame } from "../components/community-frame.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Checkboxes } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { WarningText } from "../components/govuk/text.tsx";
import { PasteAddresses } from "../components/paste-addresses.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";

export interface InvitationCheckProps {
  readonly community: CommunityPage;
  readonly requests: number;
  readonly checked: readonly CheckedAddress[];
  readonly form: FormState;
}

/** Pasted addresses, looked at: what will be sent by which way, and what is left out and why. Nothing is sent yet. */
export function InvitationCheckPage(props: InvitationCheckProps): VNode {
  const { community, requests, checked, form } = props;
  const { t } = useSpeech();
  const ready = checked.filter(({ state }) => state === "ready");
  const left = checked.filter(({ state }) => state !== "ready");
  const wrong = left.filter(({ state }) => state === "typo").map(({ meant, typed }) => meant ?? typed);
  return (
    <CommunityFrame community={community} tab="invitations" signedIn requests={requests}>
      <div class="page--narrow page--list">
        <ErrorSummary errors={summaryOf(form)} />
        {checked.length === 0 ? null : (
          <>
            <h2 class="list-title">{t("invitations.paste.checkTitle")}</h2>
            <p>{t("invitations.paste.checkText")}</p>
            {ready.length === 0 ? (
              <p>{t("invitations.paste.readyNone")}</p>
            ) : (
              <Ready {...props} ready={ready} />
            )}
            {left.length === 0 ? null : <Left left={left} />}
          </>
        )}
        {checked.length === 0 || wrong.length > 0 ? (
          <PasteAddresses
            community={community}
            form={
              checked.length === 0 ? form : { ...form, errors: [], text: { addresses: wrong.join("\n") } }
            }
          />
        ) : null}
        <p>
          <a href={`${community.path}/invitations`}>{t("invitations.paste.change")}</a>
        </p>
      </div>
    </CommunityFrame>
  );
}

type Checked = readonly CheckedAddress[];

function Ready({ community, form, ready }: InvitationCheckProps & { readonly ready: Checked }): VNode {
  const { t } = useSpeech();
  const count = ready.length;
  const level = community.level === "confidential" ? "whatHidden" : "what";
  return (
    <form action={`${community.path}/invitations/addresses`} method="post">
      <h3 class="section-title">{t("invitations.paste.ready", { count })}</h3>
      <ul class="plain-list">
        {ready.map(({ address, place }) => (
          <li class="plain-list__row" key={address}>
            <div>
              <strong>{address}</strong>
              <div class="secondary small">
                {place === null || place.here
                  ? t("invitations.paste.here")
                  : t("invitations.paste.to", { name: place.name })}
              </div>
            </div>
          </li>
        ))}
      </ul>
      <input type="hidden" name="addresses" value={ready.map(({ address }) => address).join("\n")} />
      <Holders ready={ready} form={form} />
      <p>{t(`invitations.paste.${level}`, { community: community.name })}</p>
      <ButtonGroup>
        <Button>{t("invitations.paste.send", { count })}</Button>
      </ButtonGroup>
    </form>
  );
}

/** Every site that would begin to keep a copy is named, and ticked by itself (B-17). */
function Holders({ ready, form }: { readonly ready: Checked; readonly form: FormState }): VNode | null {
  const { t } = useSpeech();
  const holders = new Map(
    ready.flatMap(({ place }) => (place?.newHolder ? [[place.origin, place.name]] : [])),
  );
  if (holders.size === 0) return null;
  const names = [...holders.values()];
  return (
    <div class="request__holder">
      {names.map((node) => (
        <WarningText key={node}>{t("community.closed.newHolder", { node, council: node })}</WarningText>
      ))}
      <Checkboxes
        name="confirmed"
        error={errorOf(form, "confirmed") ?? undefined}
        small
        items={[...holders].map(([origin, node]) => ({
          value: origin,
          text: t("community.closed.confirm", { node }),
          checked: form.lists.confirmed?.includes(origin),
        }))}
      />
    </div>
  );
}

function Left({ left }: { readonly left: Checked }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <h3 class="section-title">{t("invitations.paste.left", { count: left.length })}</h3>
      <ul class="plain-list">
        {left.map(({ typed, state, meant }, at) => (
          <li class="plain-list__row" key={`${typed} ${at}`}>
            <div>
              <strong>{typed}</strong>
              <div class="secondary small">
                {meant === null
                  ? t(`invitations.paste.why.${state}`)
                  : t("invitations.paste.meant", { address: meant })}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
