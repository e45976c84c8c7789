const MEGABYTE = 1024 * 1024;

/** How much of everything there may be, for files (security W07–W10). Bytes unless it says otherwise. */
export const FILE_LIMITS = {
  /** Of one file. */
  fileBytes: 25 * MEGABYTE,
  /** Files under one post. */
  perPost: 10,
  /** What one person uploads within 24 hours. */
  personDayBytes: 500 * MEGABYTE,
  /** What all files of one community take. */
  communityBytes: 5 * 1024 * MEGABYTE,
  nameCharacters: 120,
  altCharacters: 500,
  /** Of a picture: width × height, of a moving one of all its frames together. */
  pixels: 40_000_000,
  frames: 500,
  /** Longer side of the small picture in pages, in pixels. */
  smallSide: 720,
  /** The first page of a PDF is drawn so large, and becomes a small picture. */
  drawnSide: 1_080,
  /** How long that may take, in milliseconds, and how much memory. */
  drawingMs: 5_000,
  drawingBytes: 256 * MEGABYTE,
  /** Of documents that are archives of parts (W09). */
  archiveEntries: 1_000,
  archiveBytes: 100 * MEGABYTE,
  /** Unpacked size over packed size. */
  archiveRatio: 100,
  /** Uploaded and never posted: for how long it is kept. */
  unpostedHours: 24,
  /** Bytes without a row, and uploads that stopped half-way: after how long they go (R04). */
  strayMinutes: 5,
} as const;
