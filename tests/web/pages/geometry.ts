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
    const coverOf = (control: HTMLElement): Element | null | false => {
      const [box] = control.getClientRects();
      if (!box) return false;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      // Of the last pixel nothing is known: a point between two is on none.
      if (x < 0 || y < 0 || x >= innerWidth - 1 || y >= innerHeight - 1) return false;
      const top = document.elementFromPoint(x, y);
      const own = (top?.closest("label") as HTMLLabelElement | null)?.control === control;
      return top !== null && (own || control.contains(top) || top.contains(control)) ? false : top;
    };
    const say = (control: HTMLElement, where: string) => {
      const top = coverOf(control);
      if (top !== false)
        faults.push(`covered${where} by ${top?.outerHTML.slice(0, 60)}: ${control.outerHTML.slice(0, 80)}`);
    };
    const shown: HTMLElement[] = [];
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
      shown.push(control);
      control.scrollIntoView({ block: "center", behavior: "instant" });
      say(control, "");
    }
    // Where scrolling ends, nothing brings a control out from under a bar that stays.
    for (const [end, top] of [
      ["at the top", 0],
      ["at the end", root.scrollHeight],
    ] as const) {
      scrollTo({ top, behavior: "instant" });
      for (const control of shown) say(control, ` ${end}`);
    }
    scrollTo(0, 0);
    return faults;
  });
}

/** Web design §4: how far things moved while the page loaded, in all; what people do does not count. */
export async function shiftFaults(page: Page): Promise<readonly string[]> {
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const add = (entries: PerformanceEntryList) => {
          for (const entry of entries as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
            if (!entry.hadRecentInput) sum += entry.value;
        };
        const observer = new PerformanceObserver((list) => add(list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        // What was seen before is given in a task of its own, before the next picture but one.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            add(observer.takeRecords());
            resolve(sum);
          }),
        );
      }),
  );
  return shift > 0.05 ? [`things move by ${shift.toFixed(3)} while it loads`] : [];
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
