/** What councils do, as people and communities choose from it; the key is stored, its name stands in the messages. */
export const SERVICE_AREAS = [
  "adults",
  "children",
  "revenues",
  "digital",
  "environment",
  "highways",
  "homelessness",
  "housing",
  "information",
  "libraries",
  "parks",
  "planning",
  "schools",
  "send",
  "workforce",
  "waste",
] as const;

/** At most so many stand in a profile, so that what is proposed stays near. */
export const MOST_AREAS = 5;
