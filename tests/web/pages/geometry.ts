import type { Page } from "playwright-core";

/** On the narrowest phone: nothing goes sideways, the title comes early, nothing lies over a control. */
export async function narrowFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      faults.push(`${root.scrollWidth - root.clientWidth} pixels too wide`);
    // After a form came back, what is wrong stands before the title, as GOV.UK has it.
    const title =
      document.querySelector("h1, .govuk-error-summary")?.getBoundingClientRect().top ??
      Number.POSITIVE_INFINITY;
    if (title > innerHeight * 0.4)
      faults.push(`the title begins at ${Math.round(title)} of ${innerHeight} pixels`);
    const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      const [box] = control.getClientRects();
      const hidden = control.closest(".govuk-visually-hidden, .govuk-skip-link") !== null;
      if (
        hidden ||
        !box ||
        box.width < 2 ||
        box.height < 2 ||
        !control.checkVisibility({ visibilityProperty: true })
      )
        continue;
      control.scrollIntoView({ block: "center", behavior: "instant" });
      const [now] = control.getClientRects();
      if (!now) continue;
      const top = document.elementFromPoint(now.left + now.width / 2, now.top + now.height / 2);
      const fine =
        top !== null && (control.contains(top) || top.contains(control) || top.closest("label") !== null);
      if (!fine) faults.push(`covered by ${top?.outerHTML.slice(0, 60)}: ${control.outerHTML.slice(0, 80)}`);
    }
    scrollTo(0, 0);
    return faults;
  });
}

/** In the colours of Windows' high contrast one still sees which tab is the current one. */
export async function contrastFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const drawn = (one: Element | null) => {
      if (one === null) return "";
      const { borderBottomStyle, borderBottomWidth, borderBottomColor, outlineStyle, fontWeight } =
        getComputedStyle(one);
      return [borderBottomStyle, borderBottomWidth, borderBottomColor, outlineStyle, fontWeight].join(" ");
    };
    const lineOf = (one: Element) => `${drawn(one)} ${drawn(one.parentElement)}`;
    return [...document.querySelectorAll("nav")].flatMap((nav) => {
      const links = [...nav.querySelectorAll("a")].filter((one) => one.checkVisibility());
      const current = links.filter((one) => one.hasAttribute("aria-current"));
      const others = links.filter((one) => !one.hasAttribute("aria-current"));
      const same = current.some((one) => others.some((other) => lineOf(one) === lineOf(other)));
      return same && others.length > 0
        ? [`in high contrast every place of “${nav.ariaLabel}” looks current`]
        : [];
    });
  });
}

/** How many of these end above the lower edge of the screen. */
export async function wholeOnScreen(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (which) =>
      [...document.querySelectorAll(which)].filter((one) => one.getBoundingClientRect().bottom <= innerHeight)
        .length,
    selector,
  );
}
