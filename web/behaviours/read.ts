/** A discussion that was on the screen counts as read up to now; told once, by POST, when the reader leaves it. */
export function markRead(host: HTMLElement): void {
  const address = host.dataset.read;
  if (!address) return;
  let told = false;
  const tell = () => {
    if (!told) told = navigator.sendBeacon(address);
  };
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
}
