import { expect, test } from "vitest";
import { readConfig } from "../../node/config.ts";
import { startWarnings } from "../../node/start-warnings.ts";

const configOf = (settings: object) => readConfig({}, JSON.stringify(settings));
const contact = { name: "Communities team", email: "communities@somerset.gov.uk" };

test("A live site without a named contact is warned of at every start, with the settings that name one", () => {
  const origin = "https://communities.somerset.gov.uk";
  const warnings = startWarnings(configOf({ origin }));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("Set MOOTHALL_CONTACT_NAME and MOOTHALL_CONTACT_EMAIL.");
  expect(startWarnings(configOf({ origin, contact }))).toEqual([]);
});

test("A trial is not bothered with it", () => {
  expect(startWarnings(configOf({ origin: "http://localhost:8080" }))).toEqual([]);
});
