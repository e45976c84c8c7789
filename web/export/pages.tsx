import type { ComponentChildren, VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { ExportedFile, ExportedMember, ExportedPost } from "../../node/exports/read.ts";
import type { Speech } from "../language.ts";

/** A discussion in the index of an archive. */
export interface Listed {
  readonly path: string;
  readonly title: string;
  readonly lang: string;
  readonly published: Date;
  readonly posts: number;
}

export interface IndexFacts {
  readonly community: CommunityPage;
  readonly listed: readonly Listed[];
  readonly members: readonly ExportedMember[];
  readonly about: { readonly exported: { readonly at: Date; readonly by: string; readonly reason: string } };
}

/** The first page of an archive: what it is, who took it and why, its discussions, its members. Read without any site. */
export function indexPage({ community, listed, members, about }: IndexFacts, speech: Speech): string {
  const { t, dateOf } = speech;
  const { by, reason, at } = about.exported;
  return document(
    speech,
    community.name,
    <>
      <h1>{community.name}</h1>
      <p lang={community.language}>{community.purpose}</p>
      <p>{t("community.export.made", { by, date: dateOf(at) })}</p>
      <blockquote>{reason}</blockquote>
      <h2>{t("community.tab.discussions")}</h2>
      {listed.length === 0 ? <p>{t("community.export.none")}</p> : null}
      <ol>
        {listed.map(({ path, title, lang, published, posts }) => (
          <li key={path}>
            <a href={path} lang={lang}>
              {title}
            </a>{" "}
            {dateOf(published)}, {t("community.export.posts", { count: posts })}
          </li>
        ))}
      </ol>
      <h2>{t("community.tab.members")}</h2>
      <ul>
        {members.map(({ person, role }) => (
          <li key={person.id}>
            {nameOf(person)}
            {role === "member" ? "" : `, ${t(`community.members.role.${role}`)}`}
          </li>
        ))}
      </ul>
    </>,
  );
}

/** A discussion of an archive, its files linked in their folder. */
export function discussionPage(
  posts: readonly ExportedPost[],
  speech: Speech,
  pathOfFile: (file: ExportedFile) => string,
): string {
  const title = posts[0]?.title ?? "";
  return document(
    speech,
    title,
    <>
      <p>
        <a href="../index.html">{speech.t("community.export.index")}</a>
      </p>
      <h1>{title}</h1>
      {posts.map((post) => (
        <Post key={post.id} post={post} speech={speech} pathOfFile={pathOfFile} />
      ))}
    </>,
  );
}

interface PostProps {
  readonly post: ExportedPost;
  readonly speech: Speech;
  readonly pathOfFile: (file: ExportedFile) => string;
}

function Post({ post, speech, pathOfFile }: PostProps): VNode {
  const { author, published, html, lang, files, accepted } = post;
  // The text passed the allow-list of tags when it was written or arrived.
  return (
    <article>
      <p>
        <b>{nameOf(author)}</b>, {speech.dateOf(published)}
        {accepted ? `, ${speech.t("community.export.accepted")}` : ""}
      </p>
      <div lang={lang} dangerouslySetInnerHTML={{ __html: html }} />
      {files.map((file) => (
        <p key={file.id}>
          <a href={`../${pathOfFile(file).split("/").map(encodeURIComponent).join("/")}`}>{file.name}</a>{" "}
          {file.alt}
        </p>
      ))}
    </article>
  );
}

function nameOf({ name, council }: { readonly name: string; readonly council: string | null }): string {
  return council === null ? name : `${name} (${council})`;
}

const STYLE =
  "body{font:17px/1.5 system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em}article{border-top:1px solid #999;padding:.5em 0}";

function document({ language }: Speech, title: string, body: ComponentChildren): string {
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        {/* Nothing is loaded from anywhere when it is opened. */}
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style>{STYLE}</style>
      </head>
      <body>{body}</body>
    </html>
  );
  return `<!DOCTYPE html>${renderToString(page)}`;
}
