/** The one hidden community of the demo: kept by Wiltshire, read by members of all three councils through their own sites. */
export const hiddenCommunity = {
  founder: "charlotte",
  name: "Before the merger is announced",
  purpose: "For the few who prepare the joining of two care services that nobody has been told of.",
  /** At Sunderland and Somerset. */
  members: ["alice", "grace"],
  question: {
    title: "Whose staff hear it first, and on which day?",
    text: "Both chief executives want the same morning. We have four sites and two unions. Has anyone told two councils' people within one hour?",
  },
  answers: [
    {
      by: "alice",
      text: "Yes, once. The managers were told at eight in one room, each with a sheet of the same ten answers, and walked to their teams at nine. What went wrong was a calendar entry with the word 'merger' in it, three days before.",
    },
    {
      by: "grace",
      text: "Book the rooms under the name of something dull. And tell the reception desks at the same minute as everyone else, not after: they are rung first.",
    },
  ],
} as const;
