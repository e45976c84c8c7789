import { pieceOf } from "../islands/trusted.ts";

const PAUSE_MS = 400;

/** While one types a question or the name of a community, what is there already stands beneath; never moves the focus. */
export function showSimilar(form: HTMLElement): void {
  const place = form.querySelector<HTMLElement>("[data-similar]");
  const address = place?.dataset.similar;
  if (!(form instanceof HTMLFormElement) || !place || !address) return;
  let timer = 0;
  let latest = 0;
  const look = async () => {
    const turn = ++latest;
    const asked = new URL(address, location.href);
    for (const name of ["title", "name", "purpose"]) {
      const value = new FormData(form).get(name);
      if (typeof value === "string" && value.trim() !== "") asked.searchParams.set(name, value.slice(0, 300));
    }
    const piece = await pieceOf(await fetch(asked, { headers: { accept: "text/html; fragment=1" } }));
    if (piece === null || turn !== latest) return;
    place.hidden = piece.childElementCount === 0;
    place.replaceChildren(piece);
  };
  form.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLElement) || event.target.id === "text") return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void look().catch(() => {}), PAUSE_MS);
  });
}
