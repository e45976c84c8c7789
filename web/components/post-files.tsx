import type { VNode } from "preact";
import type { FileView } from "../../node/files/types.ts";
import type { PostView } from "../../node/posts/types.ts";
import { FileFacts } from "./file-facts.tsx";
import { PostLinks } from "./post-links.tsx";
import { useSpeech } from "./speech.tsx";

/** What is attached to a post, here and elsewhere. */
export function PostFiles({
  files,
  links,
  closed,
}: Pick<PostView, "files" | "links"> & { closed: boolean }): VNode {
  return (
    <>
      <Files files={files} />
      <PostLinks links={links} closed={closed} />
    </>
  );
}

/** Pictures as such, everything by its name, kind and size. */
function Files({ files }: Pick<PostView, "files">): VNode | null {
  const { t } = useSpeech();
  if (files.length === 0) return null;
  return (
    <ul class="post-files" aria-label={t("files.label")}>
      {files.map((file) => (
        <li key={file.id} class="post-file">
          {file.state === "ready" ? <Preview file={file} /> : null}
          <p class="post-file__name">
            {file.state === "ready" ? <a href={file.path}>{file.name}</a> : file.name}{" "}
            <FileFacts file={file} />
          </p>
          {file.state === "ready" ? null : <p class="post-file__state">{t(`files.state.${file.state}`)}</p>}
        </li>
      ))}
    </ul>
  );
}

/** A picture itself, or the first page of a document. */
function Preview({ file }: { file: FileView }): VNode | null {
  const { t } = useSpeech();
  if (file.picture !== null) return <Picture file={file} />;
  if (file.smallPath === null) return null;
  return (
    <a href={file.path} class="post-file__page">
      <img src={file.smallPath} alt={t("files.firstPage", { name: file.name })} loading="lazy" />
    </a>
  );
}

function Picture({ file }: { file: FileView }): VNode {
  const { t } = useSpeech();
  const { width = 1, height = 1 } = file.picture ?? {};
  return (
    <a href={file.path} class="post-file__picture">
      <img
        src={file.smallPath ?? file.path}
        alt={file.alt || t("files.picture", { name: file.name })}
        width={width}
        height={height}
        loading="lazy"
      />
    </a>
  );
}
