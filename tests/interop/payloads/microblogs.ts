/** Mastodon, Pleroma and other microblogs. One line a document: file | what this node makes of it. */
export const MICROBLOGS = `
bridgy-fed/from-pleroma/bridgy-actor.json | accepted as Person @jk.nipponalba.scot “J K 🇯🇵🏴󠁧󠁢󠁳󠁣󠁴󠁿”, no usable key
fedibird/from-pleroma/quote_post-fedibird_quote_mismatched.json | accepted as topic “揺れていたようだ”, ja stated, public, by https://fedibird.com/users/noellabo
fedibird/from-pleroma/quote_post-fedibird_quote_post.json | accepted as topic “いつの生まれだシトリン”, ja stated, public, by https://fedibird.com/users/noellabo
fedibird/from-pleroma/quote_post-fedibird_quote_uri.json | accepted as topic “美味しそう”, ja stated, public, by https://fedibird.com/users/noellabo
gnusocial/from-lemmy/activities-create_note.json | accepted as Create by https://instance.gnusocial.test/actor/42: reply to https://instance.gnusocial.test/object/note/1338, en guessed, public
gnusocial/from-lemmy/activities-create_page.json | accepted as Create by https://instance.gnusocial.test/actor/42: topic “hello, world.”, en guessed, public
gnusocial/from-lemmy/activities-like_note.json | accepted as Like by https://another_instance.gnusocial.test/actor/43: https://instance.gnusocial.test/object/note/1337
gnusocial/from-lemmy/objects-group.json | accepted as Group @hackers “Hackers!”, no usable key, open
gnusocial/from-lemmy/objects-note.json | accepted as reply to https://instance.gnusocial.test/object/note/1338, en stated, public, by https://instance.gnusocial.test/actor/42
gnusocial/from-lemmy/objects-page.json | accepted as topic “hello, world.”, en guessed, public, by https://instance.gnusocial.test/actor/42
guppe/from-pleroma/guppe-actor.json | accepted as Group @Bernie2020 “Bernie2020 group”, can sign, open
kroeg/from-pleroma/kroeg-array-less-hashtag.json | accepted as Create by https://puckipedia.com/: topic “test”, #test, en guessed, public
kroeg/from-pleroma/kroeg-post-activity.json | accepted as Create by https://puckipedia.com/: topic “henlo from my Psion netBook”, en guessed, public
mastodon/from-lemmy/activities-delete.json | accepted as Delete by https://mastodon.madrid/users/felix: https://mastodon.madrid/users/felix/statuses/107773559874184870
mastodon/from-lemmy/activities-flag.json | accepted as Flag by https://mastodon.example/actor: https://example.com/users/1 and https://example.com/posts/380590 and https://example.com/posts/380591, “Please take a look at this user and their posts”
mastodon/from-lemmy/activities-like_page.json | accepted as Like by https://mastodon.madrid/users/felix: https://ds9.lemmy.ml/post/147
mastodon/from-lemmy/activities-private_message.json | accepted as reply to https://mastodon.world/users/nutomic/statuses/110854464248188528, es stated, not public, by https://mastodon.world/users/nutomic
mastodon/from-lemmy/activities-undo_follow.json | accepted as Undo by https://masto.asonix.dog/users/asonix: Follow https://masto.asonix.dog/1ea87517-63c5-4118-8831-460ee641b2cf by https://masto.asonix.dog/users/asonix of https://ds9.lemmy.ml/c/testcom
mastodon/from-lemmy/objects-note_1.json | accepted as reply to https://mamot.fr/users/retiolus/statuses/107224244380204526, en stated, public, by https://mastodon.madrid/users/felix
mastodon/from-mobilizon/mastodon-delete-user.json | accepted as Delete by https://framapiaf.org/users/admin: itself
mastodon/from-mobilizon/mastodon-delete.json | accepted as Delete by http://mastodon.example.org/users/gargron: http://mastodon.example.org/users/gargron/statuses/99620895606148759
mastodon/from-mobilizon/mastodon-follow-activity.json | accepted as Follow by https://social.tcit.fr/users/tcit: http://localtesting.pleroma.lol/users/lain
mastodon/from-mobilizon/mastodon-post-activity.json | accepted as Create by https://framapiaf.org/users/admin: topic “cw”, en guessed, public
mastodon/from-mobilizon/mastodon-reject-activity.json | accepted as Reject by http://mastodon.example.org/users/admin: Follow http://localtesting.pleroma.lol/users/lain#follows/4 by http://localtesting.pleroma.lol/users/lain of http://mastodon.example.org/users/admin
mastodon/from-mobilizon/mastodon-status-4.json | accepted as topic “PeerTube v3.1 is out!”, link to framapiaf.s3.framasoft.org, en stated, public, by https://framapiaf.org/users/peertube
mastodon/from-mobilizon/mastodon-status.json | accepted as topic “PeerTube 2.3 is out!”, link to framapiaf.s3.framasoft.org, en stated, public, by https://framapiaf.org/users/peertube
mastodon/from-mobilizon/mastodon-tcit-tcit.json | accepted as Person @tcit “🦄 Thomas Citharel”, can sign
mastodon/from-mobilizon/mastodon-undo-announce.json | accepted as Undo by https://framapiaf.org/users/Framasoft: Announce https://framapiaf.org/users/Framasoft/statuses/102501959686438400/activity by https://framapiaf.org/users/Framasoft of https://framapiaf.org/@Framasoft/statuses/102501959686438400
mastodon/from-mobilizon/mastodon-unfollow-activity.json | accepted as Undo by https://social.tcit.fr/users/tcit: Follow https://social.tcit.fr/users/tcit#follows/2 by https://social.tcit.fr/users/tcit of http://localtesting.pleroma.lol/users/lain
mastodon/from-mobilizon/webfinger-mastodon-webfinger.json | accepted as WebFinger of acct:tcit@social.tcit.fr → https://social.tcit.fr/users/tcit
mastodon/from-pleroma/bogus-mastodon-announce.json | accepted as Announce by http://mastodon.example.org/users/admin: https://mastodon.social/users/emelie/statuses/101849165031453404
mastodon/from-pleroma/mastodon-accept-activity.json | accepted as Accept by http://mastodon.example.org/users/admin: Follow http://localtesting.pleroma.lol/users/lain#follows/4 by http://localtesting.pleroma.lol/users/lain of http://mastodon.example.org/users/admin
mastodon/from-pleroma/mastodon-announce-private.json | accepted as Announce by http://mastodon.example.org/users/admin: http://mastodon.example.org/@admin/99541947525187368
mastodon/from-pleroma/mastodon-application_actor.json | accepted as Application @example.com “example.com”, can sign
mastodon/from-pleroma/mastodon-block-activity.json | ignored because a person's own block list
mastodon/from-pleroma/mastodon-create-with-attachment.json | accepted as Create by http://mastodon.example.org/users/admin: topic “http://mastodon.example.org/media/hw4nrZmV5DPbW2z_hao”, link to mastodon.example.org, en guessed, public
mastodon/from-pleroma/mastodon-post-activity-contentmap.json | accepted as Create by http://mastodon.example.org/users/admin: topic “cw”, en stated, public
mastodon/from-pleroma/mastodon-question-activity.json | accepted as Create by https://mastodon.sdf.org/users/rinpatch: topic “Why is Tenshi eating a corndog so cute?”, en stated, public
mastodon/from-pleroma/mastodon-vote.json | ignored because a vote in a poll
minds/from-pleroma/minds-invalid-mention-post.json | accepted as reply to https://lain.com/objects/36254095-c839-4167-bcc2-b361d5de9198, en guessed, public, by https://www.minds.com/api/activitypub/users/1198929502760083472
misskey/from-pleroma/misskey.io_8vs6wxufd0.json | accepted as topic “Fantiaこれできないように過去のやつは従量課金だった気がする”, und guessed, public, by https://misskey.io/users/83ssedkv53
misskey/from-pleroma/mk.absturztau.be-93e7nm8wqg.json | accepted as topic “meow”, en guessed, public, by https://mk.absturztau.be/users/8ozbzjs3o8
misskey/from-pleroma/quote_post-misskey_quote_post.json | accepted as topic “投稿者の設定によるね”, und guessed, public, by https://misskey.io/users/7rkrarq81i
pleroma-various/from-pleroma/statuses-masto-note.json | accepted as topic “”, en stated, public, by https://example.com/users/nick
pleroma-various/from-pleroma/statuses-note.json | accepted as topic “Content”, en guessed, public, by https://example.com/users/nick
pleroma/from-lemmy/activities-create_note.json | accepted as Create by https://greenish.red/users/nutomic: reply to https://enterprise.lemmy.ml/post/55143, en guessed, public
pleroma/from-lemmy/activities-delete.json | accepted as Delete by https://greenish.red/users/vpzom: https://greenish.red/objects/38e2b983-ebf5-4387-9bc2-3b80305469c9
pleroma/from-lemmy/objects-person.json | accepted as Person @lanodan “Haelwenn /элвэн/ :bzh:”, can sign
pleroma/from-mobilizon/https__info.pleroma.site_activity.json | refused because the author is not of the object's origin
pleroma/from-mobilizon/webfinger-pleroma-webfinger.json | accepted as WebFinger of acct:lain@pleroma.soykaf.com → https://pleroma.soykaf.com/users/lain
pleroma/from-pleroma/create-pleroma-reply-to-misskey-thread.json | accepted as Create by https://p.helene.moe/users/helene: reply to https://mk.absturztau.be/notes/93e7nm8wqg, en guessed, public
pleroma/from-pleroma/fep-e232.json | refused because id: no web address
pleroma/from-pleroma/p.helene.moe-AM7S6vZQmL6pI9TgPY.json | accepted as reply to https://mk.absturztau.be/notes/93e7nm8wqg, en guessed, public, by https://p.helene.moe/users/helene
smithereen/from-lemmy/objects-note.json | accepted as reply to https://ds9.lemmy.ml/post/1723, en guessed, public, by https://friends.grishka.me/users/1
smithereen/from-lemmy/objects-person.json | accepted as Person @grishka “Григорий Клюшников”, can sign
soapbox/from-pleroma/soapbox_no_mentions_in_content.json | accepted as reply to https://shitposter.club/objects/c686d811-4368-48e1-ba11-82c129f93165, link to media.gleasonator.com, link to media.gleasonator.com, en guessed, public, by https://gleasonator.com/users/alex
`;
