/** Lemmy, NodeBB, Discourse and other forums. One line a document: file | what this node makes of it. */
export const FORUMS = `
discourse/from-discourse-activity-pub/integration-case_1-actor_2.json | accepted as Person @Tramort “Tramort”, can sign
discourse/from-discourse-activity-pub/integration-case_1-actor_5.json | accepted as Person @sabreW4K3 “sabreW4K3”, can sign
discourse/from-discourse-activity-pub/integration-case_1-context_1.json | ignored because no community shows this type
discourse/from-discourse-activity-pub/integration-case_1-group_actor.json | accepted as Group @activitypub “ActivityPub”, can sign, open
discourse/from-discourse-activity-pub/integration-case_1-received_1.json | accepted as Announce by https://community.nodebb.org/category/30: https://community.nodebb.org/post/102840
discourse/from-discourse-activity-pub/integration-case_1-received_10.json | accepted as Announce by https://community.nodebb.org/category/30: https://community.nodebb.org/post/102840
discourse/from-discourse-activity-pub/integration-case_1-received_3.json | accepted as Announce by https://community.nodebb.org/category/30: (accepted as Like by https://lazysoci.al/u/sabreW4K3: https://community.nodebb.org/post/102840)
discourse/from-discourse-activity-pub/integration-case_1-received_4.json | accepted as Announce by https://community.nodebb.org/category/30: https://community.nodebb.org/post/102840
discourse/from-discourse-activity-pub/integration-case_1-received_5.json | accepted as Announce by https://community.nodebb.org/category/30: https://community.nodebb.org/post/102840
discourse/from-discourse-activity-pub/integration-case_1-received_6.json | accepted as Announce by https://community.nodebb.org/category/30: (accepted as Like by https://feddit.org/u/Blaze: https://community.nodebb.org/post/102840)
discourse/from-discourse-activity-pub/integration-case_2-actor_2.json | accepted as Person @julian “Julian Fietkau”, can sign
discourse/from-discourse-activity-pub/integration-case_2-context_1.json | accepted as collection of 21, 15 addresses here
discourse/from-discourse-activity-pub/integration-case_2-received_1.json | accepted as Announce by https://community.nodebb.org/category/30: (accepted as Create by https://community.nodebb.org/uid/2: topic “Long-formers Activate!”, for https://community.nodebb.org/category/30, link to community.nodebb.org, #fosdem #socialwebfosdem #ghost #wordpress #activitypub, en guessed, public)
discourse/from-discourse-activity-pub/integration-case_2-received_3.json | accepted as Announce by https://community.nodebb.org/category/30: https://community.nodebb.org/post/103075
discourse/from-discourse-activity-pub/integration-case_2-received_5.json | accepted as Announce by https://community.nodebb.org/category/30: https://community.nodebb.org/post/103075
discourse/from-discourse-activity-pub/integration-case_2-received_6.json | accepted as Announce by https://community.nodebb.org/category/30: (accepted as Like by https://stefanbohacek.online/users/stefan: https://community.nodebb.org/post/103075)
discourse/from-lemmy/objects-group.json | accepted as Group @threadiverse-wg “Threadiverse Working Group (SocialHub)”, can sign, open
discourse/from-lemmy/objects-page.json | accepted as topic “Our next meeting”, for https://socialhub.activitypub.rocks/ap/actor/797217cf18c0e819dfafc52425590146, en guessed, not public, by https://socialhub.activitypub.rocks/ap/actor/495843076e9e469fbd35ccf467ae9fb1
discourse/from-lemmy/objects-person.json | accepted as Person @angus “Angus McLeod”, can sign
friendica/from-lemmy/activities-create_note.json | accepted as Create by https://soc.schuerz.at/profile/jakob: reply to https://lemmy.schuerz.at/post/25360, de stated, public
friendica/from-lemmy/activities-delete.json | accepted as Delete by https://pirati.ca/profile/heluecht: https://pirati.ca/objects/ec054ce7-4762-3c1c-3c25-0cc665717210
friendica/from-lemmy/activities-like_page.json | accepted as Like by https://pirati.ca/profile/heluecht: https://pirati.ca/objects/ec054ce7-2062-3bfa-8687-ca8313624820
friendica/from-lemmy/activities-update_note.json | accepted as Update by https://pirati.ca/profile/heluecht: reply to https://pirati.ca/objects/ec054ce7-2062-3bfa-8687-ca8313624820, de stated, public
friendica/from-lemmy/objects-note_1.json | accepted as reply to https://lemmy.schuerz.at/post/25360, de stated, public, by https://soc.schuerz.at/profile/jakob
kbin/from-piefed/body_2_formatted.json | accepted as Like by https://kbin.social/u/Infiltrated_ad8271: https://lemmy.world/comment/2742626
lemmy/from-lemmy/activities-block-block_user.json | accepted as Block by http://enterprise.lemmy.ml/u/lemmy_beta: http://ds9.lemmy.ml/u/lemmy_alpha, target http://enterprise.lemmy.ml/c/main, “spam post”, until 2021-11-01T12:23:50.151Z
lemmy/from-lemmy/activities-block-undo_block_user.json | accepted as Undo by http://enterprise.lemmy.ml/u/lemmy_beta: Block http://enterprise.lemmy.ml/activities/block/726f43ab-bd0e-4ab3-89c8-627e976f553c by http://enterprise.lemmy.ml/u/lemmy_beta of http://ds9.lemmy.ml/u/lemmy_alpha
lemmy/from-lemmy/activities-community-add_mod.json | accepted as Add by http://enterprise.lemmy.ml/u/lemmy_beta: http://ds9.lemmy.ml/u/lemmy_alpha, target http://enterprise.lemmy.ml/c/main/moderators
lemmy/from-lemmy/activities-community-announce_create_page.json | accepted as Announce by http://enterprise.lemmy.ml/c/main: (accepted as Create by http://enterprise.lemmy.ml/u/lemmy_beta: topic “post 4”, for http://enterprise.lemmy.ml/u/main, en guessed, public)
lemmy/from-lemmy/activities-community-lock_note.json | accepted as Lock by https://lemmy-alpha/u/lemmy_aplha: https://lemmy-alpha/comment/1, “A reason for a lock”
lemmy/from-lemmy/activities-community-remove_featured_post.json | accepted as Remove by https://ds9.lemmy.ml/u/lemmy_alpha: https://ds9.lemmy.ml/post/2, target https://ds9.lemmy.ml/c/main/featured
lemmy/from-lemmy/activities-community-report_page.json | accepted as Flag by http://ds9.lemmy.ml/u/lemmy_alpha: http://enterprise.lemmy.ml/post/7, “report this post”
lemmy/from-lemmy/activities-community-undo_lock_note.json | accepted as Undo by https://lemmy-alpha/u/lemmy_aplha: Lock https://lemmy-alpha/activities/lock/574b9805-19f5-4349-8c6e-c38c82898df9 by https://lemmy-alpha/u/lemmy_aplha of https://lemmy-alpha/comment/1
lemmy/from-lemmy/activities-community-undo_lock_page.json | accepted as Undo by http://lemmy-alpha:8541/u/lemmy_alpha: Lock http://lemmy-alpha:8541/activities/lock/08b6fd3e-9ef3-4358-a987-8bb641f3e2c3 by http://lemmy-alpha:8541/u/lemmy_alpha of http://lemmy-alpha:8541/post/2
lemmy/from-lemmy/activities-community-update_community.json | accepted as Update by http://ds9.lemmy.ml/u/lemmy_alpha: actor http://enterprise.lemmy.ml/c/main
lemmy/from-lemmy/activities-community-warn.json | ignored because not acted on here
lemmy/from-lemmy/activities-create_or_update-create_page.json | accepted as Create by http://ds9.lemmy.ml/u/lemmy_alpha: topic “test post”, for https://enterprise.lemmy.ml/c/main, link to lemmy.ml, ko stated, public
lemmy/from-lemmy/activities-create_or_update-create_private_message_0.19.json | ignored because no community shows this type
lemmy/from-lemmy/activities-create_or_update-update_page.json | accepted as Update by http://ds9.lemmy.ml/u/lemmy_alpha: topic “test post 1”, for https://enterprise.lemmy.ml/c/main, link to lemmy.ml, en guessed, public
lemmy/from-lemmy/activities-deletion-delete_page.json | accepted as Delete by http://ds9.lemmy.ml/u/lemmy_alpha: http://ds9.lemmy.ml/post/1
lemmy/from-lemmy/activities-deletion-delete_user.json | accepted as Delete by http://ds9.lemmy.ml/u/lemmy_alpha: itself
lemmy/from-lemmy/activities-deletion-undo_delete_private_message.json | accepted as Undo by http://enterprise.lemmy.ml/u/lemmy_beta: Delete http://enterprise.lemmy.ml/activities/delete/616c41be-04ed-4bd4-b865-30712186b122 by http://enterprise.lemmy.ml/u/lemmy_beta of http://enterprise.lemmy.ml/private_message/1
lemmy/from-lemmy/activities-following-accept.json | accepted as Accept by http://enterprise.lemmy.ml/c/main: Follow http://ds9.lemmy.ml/activities/follow/6abcd50b-b8ca-4952-86b0-a6dd8cc12866 by http://ds9.lemmy.ml/u/lemmy_alpha of http://enterprise.lemmy.ml/c/main
lemmy/from-lemmy/activities-following-follow.json | accepted as Follow by http://ds9.lemmy.ml/u/lemmy_alpha: http://enterprise.lemmy.ml/c/main
lemmy/from-lemmy/activities-voting-dislike_page.json | ignored because never counted or shown
lemmy/from-lemmy/collections-group_followers.json | accepted as collection of 3, 0 addresses here
lemmy/from-lemmy/collections-person_outbox.json | accepted as collection of 0, 0 addresses here
lemmy/from-lemmy/objects-comment.json | accepted as reply to https://enterprise.lemmy.ml/post/55143, for https://enterprise.lemmy.ml/c/tenforward, fr stated, public, by https://enterprise.lemmy.ml/u/picard
lemmy/from-lemmy/objects-group.json | accepted as Group @tenforward “Ten Forward”, can sign, open
lemmy/from-lemmy/objects-page.json | accepted as topic “Post title”, for https://enterprise.lemmy.ml/c/tenforward, link to enterprise.lemmy.ml, fr stated, public, by https://enterprise.lemmy.ml/u/picard
lemmy/from-lemmy/objects-page_image_and_link.json | accepted as topic “Post with image and link”, for https://enterprise.lemmy.ml/c/tenforward, link to enterprise.lemmy.ml, link to example.com, fr stated, public, by https://enterprise.lemmy.ml/u/picard
lemmy/from-lemmy/objects-person.json | accepted as Person @picard “Jean-Luc Picard”, can sign
lemmy/from-lemmy/objects-private_message.json | accepted as topic “Hello hello, testing”, en guessed, not public, by https://enterprise.lemmy.ml/u/picard
lemmy/from-piefed/body_1_formatted.json | accepted as Announce by https://lemmy.ml/c/memes: (accepted as Like by https://lemmy.blahaj.zone/u/RenegadeRangerX: https://kbin.social/m/memes@lemmy.ml/t/371636/-/comment/1843783)
lemmy/from-pleroma/lemmy-page.json | accepted as topic “Hello Federation!”, link to enterprise.lemmy.ml, en guessed, not public, by https://enterprise.lemmy.ml/u/nutomic
lemmy/from-pleroma/lemmy-user.json | accepted as Person @Nutomic “nutomic”, can sign
lotide/from-lemmy/activities-create_page.json | accepted as Create by https://b.tide.tk/apub/users/1: topic “test post from b”, link to blog.twitter.com, en guessed, public
lotide/from-lemmy/activities-follow.json | accepted as Follow by https://dev.narwhal.city/users/1: https://beehaw.org/c/foss
lotide/from-lemmy/objects-note.json | accepted as reply to https://narwhal.city/posts/9, en guessed, public, by https://narwhal.city/users/3
lotide/from-lemmy/objects-person.json | accepted as Person @57H “57H”, can sign
lotide/from-lemmy/objects-tombstone.json | accepted as tombstone of https://narwhal.city/posts/12
nodebb/captured/accept-follow-id-1.json | accepted as Accept by https://nodebb.test/category/2: Follow https://probe.test/act/f1 by https://probe.test/a/pat of https://nodebb.test/category/2
nodebb/captured/announce-article-1.json | accepted as Announce by https://nodebb.test/category/2: https://nodebb.test/post/2
nodebb/captured/announce-create-note-1.json | accepted as Announce by https://nodebb.test/category/2: (accepted as Create by https://nodebb.test/uid/1: reply to https://nodebb.test/post/2, for https://nodebb.test/category/2, en guessed, public)
nodebb/captured/announce-update-article-1.json | accepted as Announce by https://nodebb.test/category/2: (accepted as Update by https://nodebb.test/uid/1: topic “NodeBB local topic one (edited)”, for https://nodebb.test/category/2, en guessed, public)
nodebb/captured/create-article-1.json | accepted as Create by https://nodebb.test/uid/1: topic “NodeBB user posts to remote group”, for https://probe.test/a/cop, en guessed, public
nodebb/captured/flag-array-1.json | accepted as Flag by https://nodebb.test/uid/1: https://probe.test/o/r6-page and https://probe.test/a/pat, “spam test report”
nodebb/captured/flag-array-2.json | accepted as Flag by https://nodebb.test/uid/1: https://probe.test/o/r6-page and https://probe.test/a/pat, “spam test report”
nodebb/captured/follow-id-4.json | accepted as Follow by https://nodebb.test/uid/1: https://probe.test/a/closed
nodebb/captured/get-article-object.json | accepted as topic “NodeBB local topic one (edited)”, for https://nodebb.test/category/4, en guessed, public, by https://nodebb.test/uid/1
nodebb/captured/get-instance-actor.json | accepted as Application @nodebb.test “NodeBB”, can sign
nodebb/captured/get-nodeinfo-2.0.json | accepted as NodeInfo of nodebb
nodebb/captured/get-topic-collection.json | accepted as collection of 2, 2 addresses here
nodebb/captured/like-id-1.json | accepted as Like by https://nodebb.test/uid/1: https://probe.test/o/r6-page
nodebb/captured/move-id-1.json | accepted as Move by https://nodebb.test/uid/1: https://nodebb.test/topic/2, to https://nodebb.test/category/4
nodebb/captured/reject-announce-note-1.json | ignored because of an Announce, which asks nothing
nodebb/captured/undo-announce-2.json | accepted as Undo by https://nodebb.test/category/2: Announce https://nodebb.test/post/2#activity/announce/cid/2 by https://nodebb.test/category/2
nodebb/from-lemmy/objects-group.json | accepted as Group @general “General Discussion”, can sign, open
nodebb/from-lemmy/objects-page.json | accepted as topic “Welcome to your NodeBB!”, for https://bb.devnull.land/category/2, en guessed, public, by https://bb.devnull.land/uid/1
nodebb/from-lemmy/objects-person.json | accepted as Person @julian “julian”, can sign
`;
