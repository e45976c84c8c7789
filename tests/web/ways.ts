import type { Language } from "../../web/language.ts";

/** How somebody uses the pages. */
export interface Way {
  readonly name: string;
  readonly language: Language;
  readonly script: boolean;
  /** Tab, Enter, Space, arrows and letters; never a pointer. */
  readonly keyboard: boolean;
  readonly width: number;
  readonly height: number;
}

/** An office computer with nothing unusual. */
export const OFFICE: Way = {
  name: "with script",
  language: "en",
  script: true,
  keyboard: false,
  width: 1366,
  height: 768,
};

/** The ways in which the main journeys must all succeed. */
export const WAYS: readonly Way[] = [
  OFFICE,
  { ...OFFICE, name: "without script", script: false },
  { ...OFFICE, name: "by keyboard only", keyboard: true },
  { ...OFFICE, name: "on a phone 320 pixels wide", width: 320, height: 640 },
  { ...OFFICE, name: "in Welsh", language: "cy" },
];
