import type { DemoThread } from "../types.ts";

/** Discussions of "Learning from child safeguarding reviews", for members only, hosted by Somerset. */
export const childReviewsThreads: readonly DemoThread[] = [
  {
    key: "cr_no_names",
    community: "child_reviews",
    kind: "topic",
    title: "What we share here, and what stays at home even here",
    opening: {
      by: "helen",
      daysAgo: 82,
      at: "09:15",
      text: "Members only means fewer readers, not none: three councils keep copies of this page and each of them answers information requests. So we bring what a review changed in the way we work, never the family behind it. If the lesson cannot be told without them, it waits for a meeting.",
      useful: ["rhian", "dev"],
    },
    replies: [
      {
        by: "dev",
        daysAgo: 82,
        at: "11:05",
        text: "From our side that is the right test. I would add dates of meetings, because a date and a council are often enough for a local reporter.",
        useful: ["helen"],
      },
      {
        by: "priya",
        daysAgo: 81,
        at: "10:40",
        replyTo: "dev",
        text: "And nothing drafted for a court, however tidy. Ask me before you paste a paragraph you did not write yourself.",
      },
    ],
  },
  {
    key: "cr_action_plans",
    community: "child_reviews",
    kind: "question",
    title: "Review recommendations that nobody could close: what did you do with them?",
    opening: {
      by: "amara",
      daysAgo: 61,
      at: "14:20",
      text: "We have nineteen recommendations from three reviews that have been amber for over two years. Half ask us to 'strengthen' or 'embed' something and nobody can say when that is finished. How do you get such actions off the list without anyone feeling that the child was forgotten?",
    },
    replies: [
      {
        by: "rhian",
        daysAgo: 60,
        at: "09:50",
        text: "We rewrote ours as a sentence about what a worker would do differently on a Tuesday afternoon. If no such sentence could be written, the partnership minuted that and closed it with a reason. Seven went that way and the chair wrote to the author of the review each time.",
        useful: ["amara", "tamsin", "pat"],
        accepted: { daysAgo: 60, at: "16:10" },
      },
      {
        by: "pat",
        daysAgo: 59,
        at: "13:30",
        replyTo: "rhian",
        text: "The Tuesday test saved us as well. One action turned out to be done already, by a team that had never been told it was theirs.",
      },
    ],
  },
  {
    key: "cr_staff_after",
    community: "child_reviews",
    kind: "question",
    title: "Looking after the team in the weeks before publication",
    opening: {
      by: "tamsin",
      daysAgo: 9,
      at: "10:05",
      text: "A report of ours comes out next month. The workers are not named but everyone in the building will know. What did you put in place, and what would you not do again?",
    },
    replies: [
      {
        by: "rhian",
        daysAgo: 8,
        at: "15:25",
        text: "Tell them the day and the hour before the press office knows it. We offered counselling at once and almost nobody came; a manager who simply sat in the team room that week did more. I would never again send the embargoed copy on a Friday.",
        useful: ["tamsin"],
      },
    ],
  },
];
