import { z } from "zod";

/** A form that only asks for confirmation. */
export const noFields = z.strictObject({});

/** A form that asks a facilitator why. */
export const reasonForm = z.strictObject({
  reason: z.string().trim().min(1, "errors.field.reasonRequired").max(1000, "errors.field.wordsLong"),
});
