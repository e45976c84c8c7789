import type { ComponentChildren, VNode } from "preact";
import type { PostView, ThreadPage } from "../../node/posts/types.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { ActForm, ReasonForm } from "../components/act-form.tsx";
import { Readers } from "../components/audience.tsx";
import { Composer } from "../components/composer.tsx";
import { ComposerChoices } from "../components/composer-choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Post } from "../components/post.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";
import { postActPathOf, postPathOf, sendingTo } from "../paths.ts";

export interface PostActProps {
  readonly thread: Pick<ThreadPage, "title" | "path" | "community" | "audience">;
  readonly post: PostView;
  readonly form: FormState;
}

/** Changing one's own post. */
export function PostEditPage({
  thread,
  post,
  form,
  preview,
  themes,
}: PostActProps & { preview: string | null; themes: readonly string[] }): VNode {
  const { t } = useSpeech();
  const path = `${postActPathOf(thread.path, post.id)}/edit`;
  return (
    <ActFrame thread={thread} title={t("topic.editTitle")} form={form}>
      <Composer
        community={thread.community}
        action={sendingTo(path)}
        place={path}
        form={form}
        keepHere
        label={t("topic.compose.text")}
        rows={10}
        most={post.kind === "reply" ? LIMITS.replyCharacters : LIMITS.sourceCharacters}
        submit={t("topic.editSave")}
        readers={<Readers {...thread} />}
        preview={preview}
        lang={form.text.lang || post.lang}
        choices={<ComposerChoices form={form} themes={themes} known community={thread.community} />}
      >
        <input type="hidden" name="revision" value={form.text.revision} />
        {post.kind === "reply" ? null : <EditTitle post={post} form={form} />}
      </Composer>
    </ActFrame>
  );
}

function EditTitle({ post, form }: Pick<PostActProps, "post" | "form">): VNode {
  const { t } = useSpeech();
  return (
    <Input
      name="title"
      label={t(post.kind === "question" ? "topic.compose.question" : "topic.compose.topic")}
      labelSize="s"
      value={form.text.title}
      error={errorOf(form, "title")}
      maxlength={200}
    />
  );
}

/** Asking once more before one's own post is erased. */
export function PostDeletePage({ thread, post, form }: PostActProps): VNode {
  const { t } = useSpeech();
  return (
    <ActFrame thread={thread} title={t("topic.deleteTitle")} form={form}>
      <p class="lead">{t("topic.deleteText")}</p>
      {post.kind === "reply" ? null : <p>{t("topic.deleteThread")}</p>}
      <Quoted post={post} thread={thread} />
      <ActForm
        action={`${postActPathOf(thread.path, post.id)}/delete`}
        back={postPathOf(thread.path, post.id)}
        text={t("topic.deleteYes")}
      />
    </ActFrame>
  );
}

/** Removing somebody's post, with a reason. */
export function PostRemovePage({ thread, post, form }: PostActProps): VNode {
  const { t } = useSpeech();
  return (
    <ActFrame thread={thread} title={t("topic.removeTitle")} form={form}>
      <p class="lead">{t("topic.removeText")}</p>
      <Quoted post={post} thread={thread} />
      <ReasonForm
        action={`${postActPathOf(thread.path, post.id)}/remove`}
        back={postPathOf(thread.path, post.id)}
        words="topic.remove"
        form={form}
      />
    </ActFrame>
  );
}

/** Taking the removal of somebody's post back, with a reason. */
export function PostRestorePage({ thread, post, form }: PostActProps): VNode {
  const { t } = useSpeech();
  return (
    <ActFrame thread={thread} title={t("topic.restoreTitle")} form={form}>
      <p class="lead">{t("topic.restoreText")}</p>
      <Quoted post={post} thread={thread} />
      <ReasonForm
        action={`${postActPathOf(thread.path, post.id)}/restore`}
        back={postPathOf(thread.path, post.id)}
        words="topic.restore"
        form={form}
      />
    </ActFrame>
  );
}

/** Closing a discussion for replies, or opening it again, with a reason. */
export function ThreadLockPage({ thread, form, on }: Omit<PostActProps, "post"> & { on: boolean }): VNode {
  const { t } = useSpeech();
  const act = on ? "lock" : "unlock";
  return (
    <ActFrame thread={thread} title={t(`topic.${act}Title`)} form={form}>
      <ReasonForm action={`${thread.path}/${act}`} back={thread.path} words={`topic.${act}`} form={form} />
    </ActFrame>
  );
}

interface ActFrameProps extends Pick<PostActProps, "thread" | "form"> {
  readonly title: string;
  readonly children: ComponentChildren;
}

function ActFrame({ thread, title, form, children }: ActFrameProps): VNode {
  return (
    <>
      <PageHead
        crumbs={[
          { text: thread.community.name, href: thread.community.path },
          { text: thread.title, href: thread.path },
        ]}
        title={title}
      />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        {children}
      </div>
    </>
  );
}

/** The post that is meant, without its own acts. */
export function Quoted({ post, thread }: Pick<PostActProps, "post" | "thread">): VNode {
  return (
    <div class="quoted">
      <Post
        post={post}
        thread={thread.path}
        home={thread.community.home}
        closed={thread.audience !== null}
        copy
      />
    </div>
  );
}
