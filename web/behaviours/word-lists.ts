/**
 * Word writes a list as paragraphs, each with `mso-list:l0 level1` in its style (here `data-style`) and its bullet or number as text in a
 * span of `mso-list:Ignore`. Makes lists of them, the deeper levels inside the item before.
 */
export function makeWordLists(body: HTMLElement): void {
  let lists: HTMLElement[] = [];
  for (const paragraph of body.querySelectorAll<HTMLElement>("p[data-style*='mso-list:' i]")) {
    const mark = paragraph.querySelector("[data-style*='mso-list:ignore' i]");
    if (mark === null) continue;
    const kind = /[\da-z]+[.)]/i.test(mark.textContent ?? "") ? "ol" : "ul";
    const level = Number(/level(\d)/.exec(paragraph.getAttribute("data-style") ?? "")?.[1] ?? 1);
    mark.remove();
    if (lists[0] === undefined || paragraph.previousElementSibling !== lists[0]) lists = [];
    lists.length = Math.min(lists.length, level);
    if (lists.length === level && lists[level - 1]?.localName !== kind) lists.length = level - 1;
    while (lists.length < level) lists.push(listIn(lists.at(-1), paragraph, kind));
    lists.at(-1)?.append(itemOf(paragraph));
    paragraph.remove();
  }
}

/** A new list: in the last item of the one above it, or where the paragraph stands. */
function listIn(above: HTMLElement | undefined, paragraph: HTMLElement, kind: "ol" | "ul"): HTMLElement {
  const list = paragraph.ownerDocument.createElement(kind);
  if (above === undefined) paragraph.before(list);
  else (above.lastElementChild ?? above.appendChild(itemOf(null, above))).append(list);
  return list;
}

function itemOf(paragraph: HTMLElement | null, beside: HTMLElement | null = paragraph): HTMLElement {
  const item = (beside?.ownerDocument ?? document).createElement("li");
  item.append(...(paragraph?.childNodes ?? []));
  return item;
}
