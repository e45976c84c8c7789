import type { GalleryState } from "./render.tsx";
import { communityStates } from "./states-community.tsx";
import { listStates } from "./states-lists.tsx";
import { threadStates } from "./states-thread.tsx";

/** Every page in every state worth looking at. */
export const states: Readonly<Record<string, GalleryState>> = {
  ...communityStates,
  ...threadStates,
  ...listStates,
};
