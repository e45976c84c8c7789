/**
 * Choosing a language comes back to the same place of the page, the reply box for one: what follows # never reaches the
 * server, so it is put into the form when it is sent.
 */
export function keepPlaceOfPage(): void {
  document.addEventListener("submit", ({ target }) => {
    if (!(target instanceof HTMLFormElement) || !target.classList.contains("language-form")) return;
    const next = target.elements.namedItem("next");
    if (next instanceof HTMLInputElement) next.value = next.value.replace(/#.*$/, "") + location.hash;
  });
}
