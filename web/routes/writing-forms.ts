import { z } from "zod";
import { COMMUNITY_LIMITS } from "../../node/communities/check.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { uploadFields } from "../uploads.ts";

/** Asking a question or starting a discussion, here or in a hidden community elsewhere. */
export const composeForm = z.strictObject({
  submission: z.string().max(60).optional(),
  title: z.string().max(2000).default(""),
  text: z.string().max(200_000).default(""),
  themes: z.array(z.string().max(100)).max(COMMUNITY_LIMITS.themes).default([]),
  lang: z.enum(["en", "cy", ""]).default(""),
  preview: z.string().max(10).optional(),
  looked: z.string().max(30).optional(),
  ...uploadFields,
});

/** Replying. */
export const replyForm = z.strictObject({
  submission: z.string().max(60).optional(),
  text: z.string().max(200_000).default(""),
  to: z.uuid().optional(),
  lang: z.enum(["en", "cy", ""]).default(""),
  preview: z.string().max(10).optional(),
  looked: z.string().max(30).optional(),
  ...uploadFields,
});

/** Changing one's own post. */
export const editForm = z.strictObject({
  title: z.string().max(1000).default(""),
  text: z
    .string()
    .max(LIMITS.sourceCharacters * 2)
    .default(""),
  themes: z.array(z.string().max(100)).max(20).default([]),
  lang: z.enum(["en", "cy", ""]).default(""),
  revision: z.coerce.number().int().positive(),
  submission: z.string().max(100).optional(),
  preview: z.string().max(10).optional(),
  looked: z.string().max(30).optional(),
  ...uploadFields,
});
