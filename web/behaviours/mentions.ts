interface Person {
  readonly handle: string;
  readonly name: string;
  readonly council: string | null;
}

/** What <text-expander> tells when `@` and some letters were typed, and when one of the offered people was chosen. */
interface Offer {
  readonly text: string;
  provide(answer: Promise<{ matched: boolean; fragment?: HTMLElement }>): void;
}
interface Choice {
  readonly item: HTMLElement;
  value: string | null;
}

/** After `@`, people whose name begins like that; chosen by arrow keys or pointer. */
export function offerPeople(expander: HTMLElement): void {
  expander.addEventListener("text-expander-change", (event) => {
    const { text, provide } = (event as CustomEvent<Offer>).detail;
    if (text.length >= 2) provide(find(text));
  });
  expander.addEventListener("text-expander-value", (event) => {
    const choice = (event as CustomEvent<Choice>).detail;
    choice.value = `@${choice.item.dataset.handle ?? ""}`;
  });
}

async function find(text: string): Promise<{ matched: boolean; fragment?: HTMLElement }> {
  const answer = await fetch(`/mentions?q=${encodeURIComponent(text)}`, {
    headers: { accept: "application/json" },
  });
  if (!answer.ok) return { matched: false };
  const people = (await answer.json()) as readonly Person[];
  const list = document.createElement("ul");
  list.className = "mentions";
  list.setAttribute("role", "listbox");
  list.append(...people.map(optionOf));
  return { matched: people.length > 0, fragment: list };
}

function optionOf(person: Person, i: number): HTMLElement {
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  option.id = `mention-${i}`;
  option.dataset.handle = person.handle;
  option.textContent = person.council === null ? person.name : `${person.name}, ${person.council}`;
  return option;
}
