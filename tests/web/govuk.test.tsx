import { readFileSync } from "node:fs";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import { Breadcrumbs } from "../../web/components/govuk/breadcrumbs.tsx";
import { Button } from "../../web/components/govuk/button.tsx";
import { Checkboxes, type ChoicesProps, Radios } from "../../web/components/govuk/choices.tsx";
import { ErrorSummary } from "../../web/components/govuk/error-summary.tsx";
import { Fieldset } from "../../web/components/govuk/fieldset.tsx";
import { Input } from "../../web/components/govuk/input.tsx";
import { LanguageNavigation } from "../../web/components/govuk/language-navigation.tsx";
import { Select } from "../../web/components/govuk/select.tsx";
import { Details, InsetText, Tag, WarningText } from "../../web/components/govuk/text.tsx";
import { Textarea } from "../../web/components/govuk/textarea.tsx";
import { tidy } from "./tidy-html.ts";

// biome-ignore lint/suspicious/noExplicitAny: options of GOV.UK's own fixtures, each used only where a test reads it.
type Options = any;
interface Fixture {
  readonly name: string;
  readonly options: Options;
  readonly html: string;
  readonly hidden: boolean;
}

function fixturesOf(component: string): readonly Fixture[] {
  const file = new URL(
    `../../node_modules/govuk-frontend/dist/govuk/components/${component}/fixtures.json`,
    import.meta.url,
  );
  return JSON.parse(readFileSync(file, "utf8")).fixtures;
}

/** True where the options use nothing but these, all the way down: our wrappers know what our pages need. */
function usesOnly(options: Options, known: readonly string[]): boolean {
  return Object.entries(options).every(([key, value]) => {
    if (value === undefined || value === null) return false;
    if (!known.includes(key)) return false;
    const inner = Array.isArray(value) ? value : [value];
    return inner.every((one) => typeof one !== "object" || (one !== null && usesOnly(one, known)));
  });
}

/** Examples that we leave on purpose, with the reason. */
const NOT_OURS: Readonly<Record<string, readonly string[]>> = {
  // The expected markup has a stray `>` in a name.
  "language-navigation": ["with large amount of multiple languages"],
  // Without a fieldset nothing would tie the message to the controls; ours ties it to each.
  radios: ["with error message", "with error message and idPrefix"],
  // Our choices always have a value, and the chosen one is named by the caller.
  select: [
    "hint",
    "without values",
    "without values with selected value",
    "with falsy values",
    "item selected overrides value",
  ],
  // The page itself is not among ours: its title follows.
  breadcrumbs: ["with last breadcrumb as current page", "html as text"],
};

/** Runs our wrapper against every fixture of GOV.UK whose options it covers; at least `least` of them. */
function against(
  component: string,
  known: readonly string[],
  least: number,
  draw: (options: Options) => VNode,
) {
  const fixtures = fixturesOf(component).filter(
    (fixture) => usesOnly(fixture.options, known) && !NOT_OURS[component]?.includes(fixture.name),
  );
  describe(`our ${component} is GOV.UK's`, () => {
    test(`at least ${least} of GOV.UK's examples use what ours knows`, () => {
      expect(fixtures.length).toBeGreaterThanOrEqual(least);
    });
    test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))("%s", (_, fixture) => {
      const ours = renderToString(draw(fixture.options));
      // A link that looks like a button stays a link for everyone: it goes somewhere.
      expect(tidy(ours)).toBe(tidy(fixture.html.replace(' role="button"', "")));
    });
  });
}

const FIELD = ["label", "text", "name", "id", "hint", "errorMessage", "value"];
const fieldOf = (o: Options) => ({
  name: o.name ?? o.id,
  id: o.id,
  label: o.label?.text,
  hint: o.hint?.text,
  error: o.errorMessage?.text,
  value: o.value === undefined ? undefined : String(o.value),
});

against("button", ["text", "href", "type", "name", "value", "disabled"], 5, (o) => (
  <Button href={o.href} type={o.type} name={o.name} value={o.value} disabled={o.disabled}>
    {o.text}
  </Button>
));
against("input", [...FIELD, "type", "autocomplete", "inputmode", "spellcheck", "disabled"], 10, (o) => (
  <Input
    {...fieldOf(o)}
    type={o.type}
    autocomplete={o.autocomplete}
    inputmode={o.inputmode}
    spellcheck={o.spellcheck}
    disabled={o.disabled}
  />
));
against("textarea", [...FIELD, "rows", "autocomplete", "spellcheck", "disabled"], 6, (o) => (
  <Textarea
    {...fieldOf(o)}
    rows={o.rows}
    autocomplete={o.autocomplete}
    spellcheck={o.spellcheck}
    disabled={o.disabled}
  />
));
against("select", [...FIELD, "items", "selected", "disabled"], 4, (o) => (
  <Select
    {...fieldOf(o)}
    disabled={o.disabled}
    value={o.value ?? o.items.find((item: Options) => item.selected)?.value}
    choices={o.items.map((item: Options) => ({
      value: item.value ?? item.text,
      text: item.text,
      disabled: item.disabled,
    }))}
  />
));

const CHOICES = [
  "name",
  "idPrefix",
  "fieldset",
  "legend",
  "text",
  "hint",
  "errorMessage",
  "items",
  "value",
  "checked",
  "disabled",
];
const choicesOf = (o: Options): ChoicesProps => ({
  name: o.name,
  id: o.idPrefix ?? o.name,
  legend: o.fieldset?.legend?.text,
  hint: o.hint?.text,
  error: o.errorMessage?.text,
  items: o.items.map((item: Options) => ({
    value: item.value,
    text: item.text,
    hint: item.hint?.text,
    checked: item.checked ?? (o.value === undefined ? undefined : item.value === o.value),
    disabled: item.disabled,
  })),
});
against("radios", CHOICES, 6, (o) => <Radios {...choicesOf(o)} />);
against(
  "checkboxes",
  CHOICES.filter((key) => key !== "value" || true),
  4,
  (o) => <Checkboxes {...choicesOf(o)} />,
);
against("fieldset", ["legend", "text", "describedBy"], 1, (o) => (
  <Fieldset legend={o.legend?.text} describedBy={o.describedBy} />
));
against("breadcrumbs", ["items", "text", "href"], 1, (o) => <Breadcrumbs items={o.items} />);
against("details", ["summaryText", "text", "id", "open"], 2, (o) => (
  <Details summary={o.summaryText} id={o.id} open={o.open}>
    {o.text}
  </Details>
));
against("tag", ["text"], 1, (o) => <Tag>{o.text}</Tag>);
against("inset-text", ["text"], 1, (o) => <InsetText>{o.text}</InsetText>);
against("warning-text", ["text"], 1, (o) => <WarningText>{o.text}</WarningText>);
against("language-navigation", ["items", "text", "lang", "current", "href"], 2, (o) => (
  <LanguageNavigation items={o.items} />
));

describe("our error summary is GOV.UK's, and takes the focus by our own script", () => {
  const known = fixturesOf("error-summary").filter(
    (fixture) =>
      usesOnly(fixture.options, ["titleText", "errorList", "text", "href"]) &&
      fixture.options.titleText === "There is a problem",
  );
  test.each(known.map((fixture) => [fixture.name, fixture] as const))("%s", (_, fixture) => {
    const ours = renderToString(<ErrorSummary errors={fixture.options.errorList ?? []} />);
    const plain = ours.replace(' data-behaviour="error-summary"', "").replace(' tabindex="-1"', "");
    expect(tidy(plain)).toBe(tidy(fixture.html));
  });
});
