import type { WriteContext } from "../../node/context.ts";
import { knownActorIds } from "../../node/people/known.ts";
import type { PostContent } from "../../node/posts/content.ts";
import { formHash } from "../digests.ts";
import { isJsonObject, type JsonObject } from "../jcs.ts";
import type { ReadContent } from "../read/content-object.ts";

/** A read content object as the product's own; `document` is the activity it stands in. */
export async function postContentOf(
  tx: WriteContext,
  content: ReadContent,
  place: { communityId: string; document: JsonObject },
): Promise<PostContent> {
  const object = isJsonObject(place.document.object) ? place.document.object : {};
  const published = content.published ?? tx.now;
  return {
    kind: content.kind,
    communityId: place.communityId,
    title: content.title,
    source: content.source ?? "",
    html: content.html,
    summary: content.summary,
    lang: content.lang,
    langSource: content.langSource,
    themes: content.themes,
    hashtags: content.hashtags,
    mentions: await knownActorIds(
      tx,
      content.mentions.map((named) => named.iri),
    ),
    parentIri: content.inReplyTo,
    submission: null,
    files: null,
    links: content.links,
    release: content.release,
    received: {
      iri: content.iri,
      url: content.pageUrl,
      contextIri: content.context,
      published,
      updated: content.updated,
      raw: Buffer.from(JSON.stringify(object), "utf8"),
      hash: Buffer.from(formHash(object), "hex"),
    },
  };
}
