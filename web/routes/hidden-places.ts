import type { WebApp } from "../env.ts";
import { registerHiddenRoutes } from "./hidden.tsx";
import { registerHiddenActRoutes } from "./hidden-acts.tsx";
import { registerHiddenAppealRoutes } from "./hidden-appeals.tsx";
import { registerHiddenEditRoutes } from "./hidden-edit.tsx";
import { registerHiddenFileRoutes } from "./hidden-files.tsx";
import { registerHiddenInvitationRoutes } from "./hidden-invitations.tsx";
import { registerHiddenMemberRoutes } from "./hidden-members.tsx";
import { registerHiddenRunRoutes } from "./hidden-run.tsx";
import { registerHiddenSettingsRoutes } from "./hidden-settings.tsx";
import { registerHiddenWriteRoutes } from "./hidden-write.tsx";

/** The pages of hidden communities of other councils: what they show is asked for each time and kept nowhere. */
export function registerEverythingHidden(app: WebApp): void {
  registerHiddenRoutes(app);
  registerHiddenActRoutes(app);
  registerHiddenRunRoutes(app);
  registerHiddenAppealRoutes(app);
  registerHiddenMemberRoutes(app);
  registerHiddenInvitationRoutes(app);
  registerHiddenSettingsRoutes(app);
  registerHiddenEditRoutes(app);
  registerHiddenFileRoutes(app);
  registerHiddenWriteRoutes(app);
}
