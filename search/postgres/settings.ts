/**
 * Raise this when what is stored for a document changes (vocabulary, Welsh folding, columns made in document-row.ts):
 * `health()` then asks for a rebuild.
 */
export const SETTINGS_VERSION = "1";
