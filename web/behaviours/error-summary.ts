/** After a form came back: the summary of what is wrong takes the focus, as GOV.UK's own script does. */
export function focusErrors(summary: HTMLElement): void {
  summary.focus();
}
