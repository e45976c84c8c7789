import type { GalleryState } from "./render.tsx";
import { communityStates } from "./states-community.tsx";
import { threadStates } from "./states-thread.tsx";

/** Every page in every state worth looking at. */
export const states: Readonly<Record<string, GalleryState>> = {
  ...communityStates,
  ...threadStates,
};
