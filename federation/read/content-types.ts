/** Titled things, as in Lemmy: a Note without a parent is one too (profile C.1). */
export const TITLED_TYPES = new Set(["Article", "Page", "Video", "Question", "Event"]);

/** Objects whose text can be shown in a community. */
export const CONTENT_TYPES = new Set([...TITLED_TYPES, "Note"]);

export const ACTOR_TYPES = new Set(["Person", "Group", "Application", "Service", "Organization"]);

export const ACTIVITY_TYPES = new Set(
  (
    "Accept Add Announce Block ChooseAnswer Create Delete Dislike EmojiReact Flag Follow Ignore Invite Join Leave Like" +
    " Lock Move Offer Ping Read Reject Remove Resolve TentativeAccept TentativeReject Undo Update View Warn"
  ).split(" "),
);
