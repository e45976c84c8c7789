import { administratorLink } from "../accounts/first-administrator.ts";
import type { Noun } from "./types.ts";
import { UsageFault } from "./usage-fault.ts";

export const ADMINISTRATOR_LINK: Noun = {
  name: "administrator-link",
  about: "Makes a new one-time link for the first administrator; the one before stops working.",
  verbs: [
    {
      name: "",
      about: "Makes a new one-time link for the first administrator; the one before stops working.",
      takes: "",
      least: 0,
      most: 0,
      options: [],
      needs: "node",
      run: async (ctx) => {
        const link = await administratorLink(ctx);
        if (link === null)
          throw new UsageFault(
            "There are accounts already: make one of them administrator with people make-administrator <e-mail>.",
          );
        return { lines: [link], json: { link } };
      },
    },
  ],
};
