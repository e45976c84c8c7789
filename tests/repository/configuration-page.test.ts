import { expect, test } from "vitest";
import { configReference } from "../../node/config.ts";

const INTRODUCTION = `# Configuration

Made from \`node/config-settings.ts\`; after a change there run
\`npm test -- tests/repository/configuration-page.test.ts -u\`.

Every setting is an environment variable, or a line in \`moothall.config.json\` in the data folder (or in the file
that \`MOOTHALL_CONFIG\` names). The environment wins. Variables that hold a secret may instead name a file that holds
it: \`MOOTHALL_KEY_FILE\`. Wrong and unknown settings stop the start and are listed together.

\`\`\`json
{
  "origin": "https://communities.somerset.gov.uk",
  "councils": [{ "name": "Somerset Council", "domains": ["somerset.gov.uk"] }],
  "smtp": { "url": "smtps://user:secret@mail.somerset.gov.uk:465", "from": "communities@somerset.gov.uk" }
}
\`\`\`
`;

test("The page on configuration names every setting as the program reads it", async () => {
  const sections = configReference().map(({ name, env, must, default: standard, example, help }) =>
    [
      `## ${env}`,
      "",
      help,
      "",
      `- In the file: \`${name}\``,
      `- Must be ${must}`,
      `- Default: ${standard}`,
      `- Example: \`${env}=${example}\``,
    ].join("\n"),
  );
  await expect(`${[INTRODUCTION.trimEnd(), ...sections].join("\n\n")}\n`).toMatchFileSnapshot(
    "../../docs/configuration.md",
  );
});
