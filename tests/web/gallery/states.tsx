import type { GalleryState } from "./render.tsx";
import { communityStates } from "./states-community.tsx";
import { findStates } from "./states-find.tsx";
import { homeStates } from "./states-home.tsx";
import { runStates } from "./states-run.tsx";
import { siteStates } from "./states-site.tsx";
import { threadStates } from "./states-thread.tsx";
import { writeStates } from "./states-write.tsx";

/** Every page in every state worth looking at. */
export const states: Readonly<Record<string, GalleryState>> = {
  ...communityStates,
  ...threadStates,
  ...homeStates,
  ...runStates,
  ...writeStates,
  ...findStates,
  ...siteStates,
};
