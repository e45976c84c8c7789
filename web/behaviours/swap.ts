import { pieceOf } from "../islands/trusted.ts";

/**
 * Small acts (useful) without leaving the page: the form is posted, and the answer, a piece of the page, takes its
 * place. Whatever goes wrong, the form is sent the plain way.
 */
export function swapAnswers(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.behaviour !== "swap") return;
    event.preventDefault();
    swap(form).catch(() => form.submit());
  });
}

async function swap(form: HTMLFormElement): Promise<void> {
  const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const answer = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { accept: "text/html; fragment=1" },
  });
  const piece = await pieceOf(answer);
  const fresh = piece?.firstElementChild;
  if (!fresh) throw new Error("No piece of a page came back.");
  form.replaceWith(fresh);
  // The focus stays where it was: on the same button in its new state.
  fresh.querySelector("button")?.focus();
}
