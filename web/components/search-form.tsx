import type { VNode } from "preact";
import { Button } from "./govuk/button.tsx";
import { Icon } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

/** The large search box of the page of results; the words stand in it. */
export function SearchForm({ text, people }: { text: string; people: boolean }): VNode {
  const { t } = useSpeech();
  return (
    <form class="big-search" action="/search" method="get">
      <label class="govuk-visually-hidden" for="q">
        {t("common.searchLabel")}
      </label>
      <input
        class="govuk-input"
        id="q"
        name="q"
        type="search"
        maxlength={500}
        value={text || undefined}
        autocomplete="off"
      />
      {people ? <input type="hidden" name="in" value="people" /> : null}
      <Button>
        <Icon name="search" />
        {t("common.search")}
      </Button>
    </form>
  );
}
