import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { ReleasablePost, ReleaseTarget } from "../../node/posts/release-types.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { Readers } from "../components/audience.tsx";
import { crumbFor } from "../components/by-reference.ts";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Checkboxes, Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { InsetText } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { AskedFirst } from "../components/personal-warning.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";
import { SUBMISSION } from "../submission.ts";

/** What would be read, exactly, once it is shown. */
export interface ReleaseLook {
  readonly title: string;
  readonly html: string;
  readonly target: ReleaseTarget;
  /** Whose words it is made of; they will be told. */
  readonly authors: readonly string[];
  /** Comes back with the form: just this was looked at. */
  readonly seen: string;
}

export interface ReleaseProps {
  readonly community: CommunityPage;
  /** Path of the discussion. */
  readonly path: string;
  readonly title: string;
  readonly posts: readonly ReleasablePost[];
  readonly targets: readonly ReleaseTarget[];
  readonly form: FormState;
  /** Null until posts and a community are chosen. */
  readonly look: ReleaseLook | null;
}

/** Releasing items of a discussion: first what and where to, then the words, and only what was looked at goes out. */
export function ReleasePage(props: ReleaseProps): VNode {
  const { community, path, title, form, look, targets } = props;
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[
          crumbFor(community, t),
          { text: community.name, href: community.path },
          { text: t("community.release.title"), href: `${community.path}/release` },
        ]}
        title={t(look === null ? "community.release.choose" : "community.release.look")}
        facts={<a href={path}>{title}</a>}
      />
      <div class="width page--narrow page--list">
        <ErrorSummary errors={summaryOf(form)} />
        {targets.length === 0 ? (
          <NoTarget />
        ) : look === null ? (
          <Choose {...props} />
        ) : (
          <Look {...props} look={look} />
        )}
      </div>
    </>
  );
}

function NoTarget(): VNode {
  const { t } = useSpeech();
  return (
    <InsetText>
      <p>{t("community.release.noTarget")}</p>
      <Button href="/communities/new">{t("community.directory.start")}</Button>
    </InsetText>
  );
}

function Choose({ path, posts, targets, form }: ReleaseProps): VNode {
  const { t } = useSpeech();
  const chosen = form.lists.posts ?? [];
  return (
    <form action={`${path}/release`} method="post">
      <Checkboxes
        name="posts"
        legend={t("community.release.posts")}
        legendSize="s"
        error={errorOf(form, "posts")}
        items={posts.map(({ id, number, author, excerpt }) => ({
          value: id,
          text: t("community.release.postBy", { number, name: author.name }),
          hint: excerpt,
          checked: chosen.includes(id),
        }))}
      />
      <Radios
        name="target"
        legend={t("community.release.into")}
        legendSize="s"
        error={errorOf(form, "target")}
        items={targets.map((target) => ({
          value: target.id,
          text: target.name,
          hint: (
            <span class="composer__readers">
              <Readers community={target} audience={target.audience} />
            </span>
          ),
          checked: form.text.target === target.id,
        }))}
      />
      <Button>{t("community.release.toLook")}</Button>
    </form>
  );
}

function Look({ path, form, look }: ReleaseProps & { look: ReleaseLook }): VNode {
  const { t, listOf } = useSpeech();
  return (
    <form action={`${path}/release`} method="post">
      <button type="submit" hidden />
      <input type="hidden" name="submission" value={form.text.submission ?? SUBMISSION} />
      <input type="hidden" name="target" value={look.target.id} />
      <input type="hidden" name="seen" value={look.seen} />
      {(form.lists.posts ?? []).map((id) => (
        <input key={id} type="hidden" name="posts" value={id} />
      ))}
      <AskedFirst form={form} />
      <h2>{t("community.release.willBeRead", { community: look.target.name })}</h2>
      <p class="composer__readers">
        <Readers community={look.target} audience={look.target.audience} />
      </p>
      <InsetText>
        <p>
          <strong>{look.title}</strong>
        </p>
        <div class="prose" dangerouslySetInnerHTML={{ __html: look.html }} />
      </InsetText>
      <p>{t("community.release.authors", { names: listOf(look.authors) })}</p>
      <p>{t("community.release.files")}</p>
      <Words form={form} />
      <ButtonGroup>
        <Button name="step" value="release">
          {t(form.looked ? "community.release.actAnyway" : "community.release.act")}
        </Button>
        <Button kind="secondary" name="step" value="look">
          {t("community.release.lookAgain")}
        </Button>
        <a href={`${path}/release`}>{t("community.release.chooseAgain")}</a>
      </ButtonGroup>
    </form>
  );
}

function Words({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <Input
        name="title"
        label={t("topic.compose.topic")}
        labelSize="s"
        value={form.text.title}
        error={errorOf(form, "title")}
        maxlength={LIMITS.titleCharacters}
        spellcheck
      />
      <Textarea
        name="text"
        label={t("community.release.text")}
        labelSize="s"
        hint={t("community.release.textHint")}
        rows={12}
        value={form.text.text}
        error={errorOf(form, "text")}
        maxlength={LIMITS.sourceCharacters}
        spellcheck
      />
      <Textarea
        name="reason"
        label={t("community.release.reason")}
        labelSize="s"
        hint={t("community.release.reasonHint")}
        rows={2}
        value={form.text.reason}
        error={errorOf(form, "reason")}
        maxlength={1000}
      />
    </>
  );
}
