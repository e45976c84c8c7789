/** What each shape of other programs must become here: fixture | effect. */
export const SHAPES = `
actor-inbox-elsewhere | refused because the inbox is on another origin
actor-key-of-another | accepted as Person @x “x”, no usable key
an-unknown-type | ignored because unknown
closed-group-of-other-software | accepted as Group @private “Private”, can sign, closed
discourse-create | accepted as Create by https://talk.example/ap/actor/1: reply to https://cop.example/ap/o/1, for https://cop.example/ap/g/roads, en guessed, public
forged-announce | accepted as Announce by https://evil.example/c/1: https://cop.example/ap/o/78
forged-author | refused because the work of another actor
forged-origin | refused because the work of another actor
forged-undo | refused because takes back the act of another actor
friendica-article | accepted as topic “Winter gritting”, for https://cop.example/ap/g/roads, de stated, public, by https://friends.example/profile/gus
gotosocial-unfollow | accepted as Undo by https://gts.example/users/ivy: activity https://gts.example/users/ivy/follow/1
lemmy-chat-message | ignored because no community shows this type
lemmy-create-page | accepted as Create by https://forum.example/u/bert: topic “Zebra crossings near bus stops”, for https://cop.example/ap/g/roads, link to papers.example, en stated, public
lemmy-dislike | ignored because never counted or shown
lemmy-remove | accepted as Delete by https://forum.example/u/mod: https://forum.example/post/1, removed “”
lemmy-undo-dislike | ignored because of a Dislike, which was never counted
lemmy-vote-with-content | accepted as Like by https://forum.example/u/bert: https://forum.example/post/1
mastodon-block | ignored because a person's own block list
mastodon-flag | accepted as Flag by https://social.example/actor: https://cop.example/ap/p/1 and https://cop.example/ap/o/1, “Rude”
mastodon-mention | accepted as Create by https://social.example/users/dee: topic “Does anyone have a template for a school street order?”, link to cdn.social.example, en-gb stated, public
mastodon-poll | accepted as topic “Which day for the site visit?”, en guessed, public, by https://social.example/users/dee
mastodon-private-note | accepted as topic “Between us”, en guessed, not public, by https://social.example/users/dee
mastodon-vote | ignored because a vote in a poll
mastodon-warning-only | accepted as topic “A long rant”, en guessed, public, by https://social.example/users/dee
mbin-micropost | accepted as Create by https://mag.example/u/cy: topic “Beth yw eich profiad chi gyda chroesfannau ysgol?”, for https://cop.example/ap/g/roads, #croesfan, cy stated, public
mobilizon-event | accepted as Create by https://events.example/@fay: topic “Site visit: Harbour Road”, link to council.example, en guessed, public
mobilizon-join | accepted as Join by https://events.example/@fay: https://cop.example/ap/g/roads
nodebb-reject-announce | ignored because of an Announce, which asks nothing
nodebb-reply | accepted as Create by https://bb.example/uid/1: reply to https://cop.example/ap/o/1, en guessed, public
peertube-video | accepted as topic “Laying tactile paving”, #paving_slabs, en stated, public, by https://tube.example/accounts/kim
piefed-announce-collection | accepted as Announce by https://pie.example/c/roads: (accepted as Like by https://pie.example/u/ann: https://forum.example/post/1) + (accepted as Like by https://pie.example/u/ann: https://forum.example/post/2)
piefed-announce-list | accepted as Announce by https://pie.example/c/roads: (accepted as Like by https://pie.example/u/ann: https://forum.example/post/1) + (accepted as Like by https://pie.example/u/ann: https://forum.example/post/2)
piefed-choose-answer | accepted as ChooseAnswer by https://pie.example/u/ann: https://forum.example/comment/4
pleroma-emoji-react | accepted as Like by https://pl.example/users/hal: https://cop.example/ap/o/1
public-in-short | accepted as topic “Short form”, en guessed, public, by https://social.example/users/dee
snac-ping | ignored because not acted on here
tombstone | accepted as tombstone of https://cop.example/ap/o/1
two-communities | refused because activity and object name different communities
undo-without-inner-id | accepted as Undo by https://bb.example/category/2: Follow without id by https://bb.example/category/2 of https://cop.example/ap/g/roads
wordpress-announce | accepted as Announce by https://blog.example/?author=0: (accepted as Create by https://blog.example/?author=1: topic “Budget consultation opens”, en guessed, public)
`;
