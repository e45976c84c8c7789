import type { AnyContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { excerptOf } from "../text/excerpt.ts";
import { findHashtags } from "../text/hashtags.ts";
import { guessLanguage } from "../text/language.ts";
import { mayBeText, mayBeTitle } from "../text/limits.ts";
import { htmlOf } from "../text/markdown.ts";
import { findMentions } from "../text/mentions.ts";
import { plainOf } from "../text/plain.ts";
import { lineOf } from "../text/visible.ts";
import type { PostContent } from "./content.ts";
import type { PostDraft } from "./types.ts";

/**
 * What a person typed, made ready to publish: checked, rendered and sanitised once, with the people and tags it names.
 * Refuses `required`, `too-long` (field, most), `invalid` (themes that the community does not have).
 */
export async function composePost(ctx: AnyContext, draft: PostDraft): Promise<PostContent> {
  const title = draft.kind === "reply" ? "" : lineOf(draft.title, 1000);
  if (draft.kind !== "reply") {
    if (title === "") refuse("required", { field: "title" });
    refuseUnless(mayBeTitle(title));
  }
  refuseUnless(mayBeText(draft.text, draft.kind));
  await refuseOtherThemes(ctx.sql, draft);
  const lang =
    draft.lang === "en" || draft.lang === "cy"
      ? draft.lang
      : guessLanguage(`${title}\n${draft.text}`, draft.langOtherwise);
  const named = await namedPeople(ctx.sql, draft.text, ctx.iris.origin);
  const links = {
    mention: (handle: string, host: string | null) =>
      named.get((host === null ? handle : `${handle}@${host}`).toLowerCase()) ?? null,
    hashtag: (tag: string) => `${ctx.iris.origin}/search?q=${encodeURIComponent(`#${tag}`)}`,
  };
  const html = htmlOf(draft.text, links, lang);
  return {
    kind: draft.kind,
    communityId: draft.communityId,
    title,
    source: draft.text,
    html,
    summary: draft.kind === "reply" ? "" : excerptOf(plainOf(html) || title, 300),
    lang,
    langSource: draft.lang ? "stated" : "guessed",
    themes: [...new Set(draft.themes)],
    hashtags: findHashtags(draft.text).map((found) => found.tag),
    mentions: [...named.values()].map((person) => person.id),
    parentIri: await parentIriOf(ctx.sql, draft.parentId),
    submission: draft.submission,
    files: draft.files ?? null,
    links: [],
    received: null,
  };
}

/** Themes are the community's own set, so that a theme gathers what belongs together. */
async function refuseOtherThemes(sql: Reader, draft: PostDraft): Promise<void> {
  const before = draft.themesBefore ?? [];
  const added = draft.themes.filter((theme) => !before.includes(theme));
  if (added.length === 0) return;
  const [community] = await sql<
    { themes: string[] }[]
  >`select themes from communities where id = ${draft.communityId}`;
  if (draft.kind === "reply" || added.some((theme) => !community?.themes.includes(theme)))
    refuse("invalid", { field: "themes" });
}

async function parentIriOf(sql: Reader, parentId: string | null): Promise<string | null> {
  if (parentId === null) return null;
  const [parent] = await sql<
    { iri: string }[]
  >`select iri from posts where id = ${parentId} and state in ('accepted', 'pending')`;
  return parent?.iri ?? refuse("not-found");
}

interface NamedPerson {
  readonly id: string;
  readonly href: string;
  readonly name: string;
}

/** People of any node named in a text as `@handle` or `@handle@host`, by what was written. At most 20. */
async function namedPeople(sql: Reader, text: string, origin: string): Promise<Map<string, NamedPerson>> {
  const found = new Map<string, NamedPerson>();
  for (const mention of findMentions(text).slice(0, 20)) {
    const host = mention.host && mention.host !== new URL(origin).host ? mention.host : null;
    const [person] =
      host === null
        ? await sql<
            { id: string; handle: string; name: string }[]
          >`select a.id, a.handle, a.name from handles h join actors a on a.id = h.actor_id
          where h.handle = ${mention.handle.toLowerCase()} and a.kind = 'person' and a.deleted is null`
        : await sql<
            { id: string; handle: string; name: string }[]
          >`select id, handle, name from actors where lower(handle) = ${mention.handle.toLowerCase()}
          and kind = 'person' and deleted is null and split_part(iri, '/', 3) = ${host.toLowerCase()}`;
    if (!person) continue;
    const page = host === null ? person.handle : `${person.handle}@${host}`;
    const written = mention.host ? `${mention.handle}@${mention.host}` : mention.handle;
    const href = `${origin}/people/${page}`;
    found.set(written.toLowerCase(), { id: person.id, href, name: person.name || person.handle });
  }
  return found;
}
