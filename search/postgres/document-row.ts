import { conceptsOf } from "../annotate.ts";
import { cleanText } from "../clean-text.ts";
import type { IndexDoc, PersonDoc } from "../document.ts";
import { cyFold } from "../welsh.ts";
import { CONCEPT, isClosed, KIND_NUMBER, RADICAL } from "./kinds.ts";

/** A document as the columns of `search_document`, for jsonb_to_recordset. */
export function documentRow(doc: IndexDoc) {
  const title = cleanText(doc.title, 1_000);
  const body = cleanText(doc.body);
  const tags = doc.tags.map((tag) => cleanText(tag, 100));
  return {
    uid: doc.id,
    closed: isClosed(doc.acl),
    version: doc.version,
    uri: cleanText(doc.uri, 2_000),
    kind: KIND_NUMBER[doc.kind],
    acl: doc.acl,
    node: doc.node,
    council: doc.council,
    community: doc.community,
    thread: doc.thread,
    author: doc.author,
    lang: doc.lang,
    tier: doc.tier,
    answered: doc.answered,
    useful: doc.useful,
    quality: qualityOf(doc),
    created_ms: doc.createdAt.getTime(),
    updated_ms: doc.updatedAt.getTime(),
    tags,
    title,
    labels: tags.join(" · "),
    context: cleanText(doc.context.join(" · "), 1_000),
    body,
    extra: extraOf(title, tags.join(" · "), body, doc.lang),
  };
}

/** 0–1: what to trust before any word is looked at. Validation counts most, then an answer, then thanks. */
export function qualityOf(doc: Pick<IndexDoc, "tier" | "answered" | "useful">): number {
  const thanks = 1 - Math.exp(-Math.max(0, doc.useful) / 6);
  return Math.round((0.55 * (doc.tier / 3) + (doc.answered ? 0.2 : 0) + 0.25 * thanks) * 1_000) / 1_000;
}

const MOST_POSITION = 16_383;
const MOST_POSITIONS = 200;

/** Named concepts and, in Welsh, unmutated words, as the text of a tsvector with the weight of where they stand. */
function extraOf(title: string, labels: string, body: string, lang: string): string {
  const lexemes = new Map<string, string[]>();
  const add = (lexeme: string, weight: string, at: readonly number[]) => {
    const places = at.map((p) => `${Math.min(p, MOST_POSITION)}${weight}`);
    lexemes.set(lexeme, [...(lexemes.get(lexeme) ?? []), ...places].slice(0, MOST_POSITIONS));
  };
  for (const [text, weight] of [
    [title, "A"],
    [labels, "B"],
    [body, "C"],
  ] as const) {
    for (const [concept, at] of conceptsOf(text)) add(CONCEPT + concept, weight, at);
    if (lang.startsWith("cy"))
      for (const [i, radical] of cyFold(text).entries()) add(RADICAL + radical, weight, [i + 1]);
  }
  return [...lexemes].map(([lexeme, places]) => `'${lexeme}':${places.join(",")}`).join(" ");
}

/** A person as the columns of `search_person`. */
export function personRow(doc: PersonDoc) {
  const topics = doc.topics.map((topic) => cleanText(topic, 100));
  return {
    uid: doc.id,
    version: doc.version,
    uri: cleanText(doc.uri, 2_000),
    visibility: doc.visibility,
    node: doc.node,
    council: doc.council,
    council_name: cleanText(doc.councilName, 200),
    name: cleanText(doc.name, 200),
    role_title: cleanText(doc.roleTitle, 200),
    topics,
    languages: doc.languages,
    words: topics.join(" · "),
    updated_ms: doc.updatedAt.getTime(),
  };
}
