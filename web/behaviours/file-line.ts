/** The line of a file on its way: how far it is, and the way to stop it. */
export interface Line {
  readonly whole: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly cancel: HTMLButtonElement;
}

/** A new line under the chooser. */
export function lineFor(host: HTMLElement, words: { name: string; cancel: string }): Line {
  const [whole, bar, cancel] = [element("p"), element("progress"), element("button")];
  bar.setAttribute("aria-label", words.name);
  cancel.type = "button";
  cancel.className = "govuk-button govuk-button--secondary";
  cancel.textContent = words.cancel;
  whole.append(words.name, " ", bar, " ", cancel);
  host.querySelector(".composer-files__state")?.append(whole);
  return { whole, bar, cancel };
}

/** The same line, saying why there is no file; the sentence comes back with the file's name before it or without. */
export function refusedLine({ whole }: Line, name: string, said: string): string {
  whole.className = "govuk-error-message";
  whole.textContent = said.startsWith(name) ? said : `${name}: ${said}`;
  return said;
}

const element = <Name extends keyof HTMLElementTagNameMap>(name: Name) => document.createElement(name);
