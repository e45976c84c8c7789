/** The media type in which we send and ask for ActivityPub documents. */
export const ACTIVITY_JSON = "application/activity+json";

/**
 * Tells whether a Content-Type names an ActivityPub document: `application/activity+json`, or `application/ld+json`
 * with the ActivityStreams profile (A28). Other parameters, letter case and missing quotes are tolerated.
 */
export function isActivityMediaType(contentType: string | null | undefined): boolean {
  if (!contentType || contentType.length > 512) return false;
  const [type = "", ...parameters] = contentType.split(";").map((part) => part.trim());
  if (type.toLowerCase() === ACTIVITY_JSON) return true;
  return type.toLowerCase() === "application/ld+json" && parameters.some(isActivityProfile);
}

/** RFC 6906: the value is a list of URIs separated by spaces. */
function isActivityProfile(parameter: string): boolean {
  const [, list] = /^profile\s*=\s*"?([^"]*)"?$/i.exec(parameter) ?? [];
  return list?.split(" ").includes("https://www.w3.org/ns/activitystreams") ?? false;
}
