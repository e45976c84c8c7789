import type { VNode } from "preact";
import { idOf } from "../../node/ids.ts";
import type { PostView } from "../../node/posts/types.ts";
import { postActPathOf } from "../paths.ts";
import { FormAct } from "./form-act.tsx";
import { GoneActs } from "./gone-acts.tsx";
import { classesOf } from "./govuk/classes.ts";
import { Icon } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

/** What one can do with a post; only what is allowed is shown. */
export function PostActs({ post, thread }: { post: PostView; thread: string }): VNode | null {
  const { t } = useSpeech();
  const { may } = post;
  const path = postActPathOf(thread, post.id);
  const about = t("topic.actAbout", { name: post.author.name, number: post.number });
  const links = [
    may.edit && { href: `${path}/edit`, text: t("topic.act.edit") },
    may.delete && { href: `${path}/delete`, text: t("topic.act.delete") },
    may.remove && { href: `${path}/remove`, text: t("topic.act.remove") },
    may.report && { href: `${path}/report`, text: t("topic.act.report") },
  ].filter((link) => link !== false);
  if (post.gone !== null) return <GoneActs may={may} path={path} about={about} />;
  return (
    <div class="post__acts">
      <UsefulAct post={post} path={path} about={about} />
      {may.reply ? (
        <a class="act" href={`${thread}?to=${idOf(post.id)}#reply`}>
          <Icon name="corner-up-left" />
          {t("topic.act.reply")}
          <span class="govuk-visually-hidden"> {about}</span>
        </a>
      ) : null}
      {may.accept ? (
        <FormAct action={`${path}/accept`} text={t("topic.act.accept")} about={about} icon="check" strong />
      ) : null}
      {may.unaccept ? (
        <FormAct action={`${path}/unaccept`} text={t("topic.act.unaccept")} about={about} />
      ) : null}
      <span class="post__acts-rest">
        {links.map((link) => (
          <a class="act" href={link.href} key={link.href}>
            {link.text}
            <span class="govuk-visually-hidden"> {about}</span>
          </a>
        ))}
      </span>
    </div>
  );
}

/** The mark "useful" and how many gave it. The swap behaviour replaces just this piece. */
export function UsefulAct({
  post,
  path,
  about,
}: {
  post: PostView;
  path: string;
  about: string;
}): VNode | null {
  const { t } = useSpeech();
  const { useful, usefulByMe, may } = post;
  if (!may.useful && useful === 0) return null;
  const count = useful === 0 ? null : t("topic.usefulCount", { count: useful });
  if (!may.useful && !usefulByMe) return <span class="act act--plain">{count}</span>;
  return (
    <form
      class="act-form"
      action={`${path}/${usefulByMe ? "not-useful" : "useful"}`}
      method="post"
      data-behaviour="swap"
      id={`useful-${idOf(post.id)}`}
    >
      <button type="submit" class={classesOf("act", usefulByMe && "act--on")} aria-pressed={usefulByMe}>
        <Icon name="thumbs-up" />
        {t("topic.act.useful")}
        {useful === 0 ? null : <span aria-hidden="true"> {useful}</span>}
        <span class="govuk-visually-hidden">
          {" "}
          {about} {count}
        </span>
      </button>
    </form>
  );
}
