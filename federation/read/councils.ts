import { lineOf } from "../../node/text/visible.ts";
import type { CouncilFacts } from "../objects/councils.ts";
import { manyOf, recordOf } from "./values.ts";

/** A council that another node says it serves: a claim until an administrator accepts it (resolution 21). */
export type ReadCouncil = CouncilFacts;

/** Reads `cop:councils`, at most 100; those without a name are left out. */
export function councilsOf(value: unknown): ReadCouncil[] {
  return manyOf(value)
    .slice(0, 100)
    .flatMap((item) => {
      const council = recordOf(item);
      const name = textOf(council?.name, 200);
      if (council === null || name === "") return [];
      return [
        {
          name,
          nameCy: textOf(recordOf(council.nameMap)?.cy, 200) || null,
          registerId: textOf(council["cop:organisationId"], 40) || null,
          own: council["cop:own"] === true,
        },
      ];
    });
}

function textOf(value: unknown, most: number): string {
  return typeof value === "string" ? lineOf(value, most) : "";
}
