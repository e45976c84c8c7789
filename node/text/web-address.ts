/** An absolute http, https or mailto address without user information ("https://gov.uk@evil.example"), or null. */
export function webAddressOf(value: string | undefined): string | null {
  if (value === undefined || value.length > 2_048) return null;
  try {
    const url = new URL(value.trim());
    if (url.protocol === "mailto:") return url.href;
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    url.username = "";
    url.password = "";
    return url.href;
  } catch {
    return null;
  }
}
