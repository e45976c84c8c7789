import { z } from "zod";

/** What Lemmy demands of documents (interop.md §6a, §6b): one property of a wrong type, and it reads nothing of them. */
const iri = z.string().url();
const instant = z.string().datetime({ offset: true });
const language = z.object({ identifier: z.string(), name: z.string() });
const source = z.object({ content: z.string(), mediaType: z.string() });
const publicKey = z.object({
  id: iri,
  owner: iri,
  publicKeyPem: z.string().startsWith("-----BEGIN PUBLIC KEY"),
});

const actor = {
  id: iri,
  preferredUsername: z.string().min(1),
  name: z.string().optional(),
  inbox: iri,
  outbox: iri,
  endpoints: z.object({ sharedInbox: iri }).optional(),
  publicKey,
  published: instant.optional(),
  updated: instant.optional(),
};

export const LEMMY_GROUP = z.object({
  ...actor,
  type: z.literal("Group"),
  summary: z.string().optional(),
  source: source.optional(),
  sensitive: z.boolean(),
  attributedTo: iri,
  followers: iri,
  featured: iri,
  postingRestrictedToMods: z.boolean(),
  // True would mean a private community, whose public posts it refuses.
  manuallyApprovesFollowers: z.literal(false),
  discoverable: z.literal(true),
  language: z.array(language),
});

/** An author: no Application, and nobody without outbox and key. */
export const LEMMY_AUTHOR = z.object({ ...actor, type: z.enum(["Person", "Service", "Organization"]) });

const post = {
  id: iri,
  attributedTo: iri,
  to: z.array(iri),
  cc: z.array(iri),
  audience: iri,
  content: z.string(),
  mediaType: z.literal("text/html"),
  source: source.optional(),
  language: language.optional(),
  published: instant,
  updated: instant.optional(),
  tag: z.array(z.looseObject({ type: z.string() })),
};

export const LEMMY_PAGE = z.object({
  ...post,
  type: z.enum(["Page", "Article", "Note", "Video", "Event"]),
  name: z.string().min(3).max(200),
  attachment: z.array(z.looseObject({ type: z.enum(["Link", "Image", "Document"]) })),
  sensitive: z.boolean(),
  inReplyTo: z.never().optional(),
});

export const LEMMY_COMMENT = z.object({ ...post, type: z.literal("Note"), inReplyTo: iri });
