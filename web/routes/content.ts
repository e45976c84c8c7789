import type { WebApp } from "../env.ts";
import { registerCommunitiesRoutes } from "./communities.tsx";
import { registerCommunityRoutes } from "./community.tsx";
import { registerCommunityRunRoutes } from "./community-run.tsx";
import { registerHomeRoutes } from "./home.tsx";
import { registerMembershipRoutes } from "./memberships.tsx";

/** Everything about communities, what is written in them, and finding it. */
export function registerContentRoutes(app: WebApp): void {
  registerHomeRoutes(app);
  registerCommunitiesRoutes(app);
  registerCommunityRoutes(app);
  registerCommunityRunRoutes(app);
  registerMembershipRoutes(app);
}
