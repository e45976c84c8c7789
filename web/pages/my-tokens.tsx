import type { VNode } from "preact";
import { TOKEN_DAYS, type TokenRow } from "../../node/accounts/api-tokens.ts";
import { Button } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Select } from "../components/govuk/select.tsx";
import { MyFrame } from "../components/my-frame.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { EMPTY_FORM, errorOf, type FormState } from "../forms.ts";

export interface TokensPageProps {
  readonly tokens: readonly TokenRow[];
  readonly form: FormState;
  /** Only administrators make keys about leavers. */
  readonly administrator: boolean;
}

/** The keys that one's own programs use, and making another. */
export function TokensPage({ tokens, form, administrator }: TokensPageProps): VNode {
  const { t } = useSpeech();
  return (
    <MyFrame place="tokens" title={t("account.tokens.title")} text={t("account.tokens.lead")} form={form}>
      {tokens.length === 0 ? (
        <p>{t("account.tokens.none")}</p>
      ) : (
        <ul class="plain-list">
          {tokens.map((token) => (
            <TokenItem key={token.id} token={token} />
          ))}
        </ul>
      )}
      <h2>{t("account.tokens.newTitle")}</h2>
      <p>{t("account.tokens.care")}</p>
      <TokenForm form={form} administrator={administrator} />
    </MyFrame>
  );
}

function TokenItem({ token }: { token: TokenRow }): VNode {
  const { t } = useSpeech();
  const scope = token.scopes.find((one) => one !== "read") ?? "read";
  return (
    <li class="plain-list__row">
      <div>
        <strong>{token.name}</strong> {t(`account.tokens.scope.${scope}`)}
        <div class="secondary small">
          <Say
            k="account.tokens.times"
            parts={{
              made: <Time at={token.created} as="date" />,
              ends: <Time at={token.expires} as="date" />,
            }}
          />{" "}
          {token.lastUsed === null ? (
            t("account.tokens.neverUsed")
          ) : (
            <Say k="account.tokens.lastUsed" parts={{ when: <Time at={token.lastUsed} /> }} />
          )}
        </div>
      </div>
      <form action={`/me/tokens/${token.id}/revoke`} method="post">
        <Button kind="secondary" class="button--small">
          {t("account.tokens.revoke")}
          <span class="govuk-visually-hidden"> {token.name}</span>
        </Button>
      </form>
    </li>
  );
}

function TokenForm({ form, administrator }: Omit<TokensPageProps, "tokens">): VNode {
  const { t } = useSpeech();
  return (
    <form action="/me/tokens" method="post" novalidate>
      <Input
        name="name"
        label={t("account.tokens.name")}
        labelSize="s"
        hint={t("account.tokens.nameHint")}
        value={form.text.name}
        error={errorOf(form, "name")}
        maxlength={100}
      />
      <TokenScopes form={form} administrator={administrator} />
      <Select
        name="days"
        label={t("account.tokens.days")}
        labelSize="s"
        value={form.text.days ?? "90"}
        error={errorOf(form, "days")}
        choices={TOKEN_DAYS.map((days) => ({
          value: String(days),
          text: t("account.tokens.inDays", { count: days }),
        }))}
      />
      <Input
        name="current"
        type="password"
        label={t("account.changePassword.current")}
        labelSize="s"
        error={errorOf(form, "current")}
        autocomplete="current-password"
        maxlength={200}
      />
      <Button>{t("account.tokens.make")}</Button>
    </form>
  );
}

function TokenScopes({ form, administrator }: Omit<TokensPageProps, "tokens">): VNode {
  const { t } = useSpeech();
  const chosen = form.text.scope ?? "read";
  const scopes = administrator ? ["read", "write", "leavers"] : ["read", "write"];
  return (
    <Radios
      name="scope"
      legend={t("account.tokens.scopeLegend")}
      legendSize="s"
      error={errorOf(form, "scope") ?? undefined}
      items={scopes.map((scope) => ({
        value: scope,
        text: t(`account.tokens.scope.${scope}`),
        hint: t(`account.tokens.scopeHint.${scope}`),
        checked: chosen === scope,
      }))}
    />
  );
}

/** The only time that a key is shown. */
export function MadeTokenPage({ name, secret }: { name: string; secret: string }): VNode {
  const { t } = useSpeech();
  return (
    <MyFrame
      place="tokens"
      title={t("account.tokens.madeTitle")}
      text={t("account.tokens.madeLead")}
      form={EMPTY_FORM}
    >
      <p>{t("account.tokens.madeName", { name })}</p>
      <p>
        <code class="secret">{secret}</code>
      </p>
      <p>
        <a href="/me/tokens">{t("account.tokens.back")}</a>
      </p>
    </MyFrame>
  );
}
