/** Texts of statements, one for each place in the source, whose first stack was let go of. */
const FORGOTTEN = new WeakSet<object>();

/**
 * Lets go of the stack that postgres.js 3.4.9 notes for the first statement at each place in the source (`originCache`) and keeps as
 * long as the process runs. Until it is made into text a stack holds the functions on it, and so the connection, its pool
 * and all that hangs on them: each pool that was replaced stayed in memory for every place that was first reached on it. Its
 * four lines never said more than where this function is called. Returns the statement. `text`: what the tag was given.
 */
export function forgetOrigin<T>(query: T, text: unknown): T {
  if (!isTagged(text) || FORGOTTEN.has(text)) return query;
  FORGOTTEN.add(text);
  const before = Error.prepareStackTrace;
  // Made into no text: the real one is slow and reads the source map.
  Error.prepareStackTrace = () => "";
  try {
    void (query as { readonly origin?: string }).origin;
  } finally {
    Error.prepareStackTrace = before;
  }
  return query;
}

function isTagged(text: unknown): text is TemplateStringsArray {
  return Array.isArray(text) && "raw" in text;
}
