import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { errorOf, type FormState } from "../forms.ts";
import { Button } from "./govuk/button.tsx";
import { Textarea } from "./govuk/textarea.tsx";
import { useSpeech } from "./speech.tsx";

interface PasteAddressesProps {
  readonly community: CommunityPage;
  readonly form: FormState;
}

/** A box for addresses as they come; the button leads to the page that checks them. */
export function PasteAddresses({ community, form }: PasteAddressesProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <h3 class="section-title">{t("invitations.paste.addressesTitle")}</h3>
      <form action={`${community.path}/invitations/check`} method="post" novalidate>
        <Textarea
          name="addresses"
          label={t("invitations.paste.addresses")}
          hint={t("invitations.paste.addressesHint")}
          value={form.text.addresses}
          error={errorOf(form, "addresses")}
          rows={5}
          spellcheck={false}
        />
        <Button kind="secondary">{t("invitations.paste.check")}</Button>
      </form>
    </>
  );
}
