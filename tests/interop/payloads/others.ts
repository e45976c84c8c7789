/** Events, videos, blogs, NodeInfo and recorded requests. One line a document: file | how it is read | what becomes of it at the door. */
export const OTHERS = `
funkwhale/from-pleroma/funkwhale_channel.json | accepted as Person @compositions “Compositions”, can sign | active member “Compositions”
funkwhale/from-pleroma/funkwhale_create_audio.json | ignored because no community shows this type | ignored because no community shows this type
gancio/from-mobilizon/gancio-event-activity.json | accepted as Create by https://demo.gancio.org/federation/u/gancio: topic “Demo event”, #test, en guessed, public | ignored because it names no community and nothing of here
http-signatures/nodebb-get-1.json | ignored because a request without a body | no delivery, but a request for a document
http-signatures/nodebb-get-2.json | ignored because a request without a body | no delivery, but a request for a document
http-signatures/nodebb-get-3.json | ignored because a request without a body | no delivery, but a request for a document
http-signatures/nodebb-get-4.json | ignored because a request without a body | no delivery, but a request for a document
http-signatures/nodebb-post-1.json | accepted as Create by https://nodebb.test/uid/1: reply to https://probe.test/o/r8-page, for https://probe.test/a/cop, en guessed, public | accepted reply, shown with its author and server
http-signatures/nodebb-post-2.json | accepted as Follow by https://nodebb.test/uid/1: https://probe.test/a/closed | active member “1”
http-signatures/nodebb-post-3.json | ignored because of an Announce, which asks nothing | ignored because of an Announce, which asks nothing
http-signatures/wordpress-post-1.json | accepted as Create by https://wp.test/?author=1: topic “Full text of the consultation post with markup.”, for https://wp.test/?author=0, en stated, public | accepted topic “Full text of the consultation post with markup.”, shown with its author and server
http-signatures/wordpress-post-2.json | accepted as Announce by https://wp.test/?author=0: (accepted as Create by https://wp.test/?author=1: topic “Full text of the consultation post with markup.”, for https://wp.test/?author=0, en stated, public) | ignored because no community that is read here announced it
hubzilla/from-pleroma/hubzilla-actor.json | accepted as Person @testc6 “testc6 lala”, can sign | active member “testc6 lala”
hubzilla/from-pleroma/hubzilla-create-image.json | ignored because no community shows this type | ignored because no community shows this type
hubzilla/from-pleroma/hubzilla-follow-activity.json | accepted as Follow by https://hubzilla.example.org/channel/kaniini: https://localtesting.pleroma.lol/users/lain | active member “kaniini”
hubzilla/from-pleroma/kaniini@hubzilla.example.org.json | accepted as Person @kaniini “kaniini”, can sign | active member “kaniini”
mobilizon/from-lemmy/objects-group.json | accepted as Group @contribateliers “Contribateliers”, can sign, open | active reader “Contribateliers”
mobilizon/from-mobilizon/mobilizon-invite-activity.json | accepted as Invite by http://mobilizon2.test/@admin: http://mobilizon.test/@mygroup | ignored because it names no community and nothing of here
mobilizon/from-mobilizon/mobilizon-leave-activity.json | accepted as Leave by http://mobilizon2.test/@admin: http://mobilizon.test/events/some-uuid | ended member “@admin”
mobilizon/from-mobilizon/mobilizon-members-collection.json | accepted as collection of 2, 2 addresses here | refused 400 because id, type and actor must be one each
mobilizon/from-mobilizon/mobilizon-post-activity-media-1.json | accepted as Create by https://mobilizon.fr/@metacartes: topic “My first event”, link to something.org, link to google.com, link to mobilizon.fr, link to mobilizon.fr, en guessed, public | accepted topic “My first event”, shown with its author and server
mobilizon/from-pleroma/mobilizon.org-event.json | accepted as topic “Mobilizon Launching Party”, #mobilizon #federation #activitypub #party, en guessed, public, by https://mobilizon.org/@tcit | ignored because it names no community and nothing of here
nodeinfo-various/from-mobilizon/nodeinfo-both_versions.json | accepted as NodeInfo links: 2, node unnamed | refused 400 because id, type and actor must be one each
nodeinfo-various/from-mobilizon/nodeinfo-data.json | accepted as NodeInfo of mobilizon | refused 400 because id, type and actor must be one each
nodeinfo-various/from-mobilizon/nodeinfo-older_versions.json | accepted as NodeInfo links: 1, node unnamed | refused 400 because id, type and actor must be one each
nodeinfo-various/from-mobilizon/nodeinfo-wp-event-federation.json | accepted as NodeInfo links: 1, node https://event-federation.eu/actor-relay | refused 400 because id, type and actor must be one each
osada/from-pleroma/osada-follow-activity.json | accepted as Follow by https://apfed.club/channel/indio: https://pleroma.site/users/kaniini | active member “indio”
osada/from-pleroma/osada-user-indio.json | accepted as Person @indio “Indio”, can sign | active member “Indio”
peertube/from-lemmy/activities-announce_video.json | accepted as Announce by https://tilvids.com/video-channels/thelinuxexperiment_channel: https://tilvids.com/videos/watch/e7946124-7b72-4ad7-9d22-844a84bb2de1 | ignored because no community that is read here announced it
peertube/from-lemmy/objects-note.json | accepted as reply to https://bae.st/objects/87c1cbf5-542a-491d-af57-0414c8648381, en guessed, public, by https://video.antopie.org/accounts/yoge6785555 | accepted reply, shown with its author and server
peertube/from-lemmy/objects-person.json | accepted as Person @thelinuxexperiment “The Linux Experiment”, can sign | active member “The Linux Experiment”
peertube/from-mobilizon/webfinger-peertube-webfinger.json | accepted as WebFinger of acct:framasoft@framatube.org → https://framatube.org/accounts/framasoft | refused 400 because id, type and actor must be one each
peertube/from-pleroma/peertube-actor-person.json | accepted as Person @createurs “Créateurs”, can sign | active member “Créateurs”
peertube/from-pleroma/peertube-social.json | accepted as topic “Twenty Years in Jail: FreeBSD's Jails, Then and Now”, #linux #mug_org #open #oss #source, en stated, public, by https://peertube.social/accounts/craigmaloney | ignored because it names no community and nothing of here
plume/from-pleroma/baptiste.gelex.xyz-article.json | accepted as topic “This Month in Plume: June 2018”, en guessed, public, by https://baptiste.gelez.xyz/@/BaptisteGelez | accepted topic “This Month in Plume: June 2018”, shown with its author and server
plume/from-pleroma/baptiste.gelex.xyz-user.json | accepted as Person @BaptisteGelez “Baptiste Gelez”, can sign | active member “Baptiste Gelez”
wildebeest/from-pleroma/wildebeest-nodeinfo21.json | accepted as NodeInfo of wildebeest | refused 400 because id, type and actor must be one each
wordpress/from-lemmy/objects-person.json | accepted as Person @matthias “Matthias Pfefferle”, can sign | active member “Matthias Pfefferle”
wordpress/from-wordpress-plugin/example-com-well-known-webfinger.json | refused because it is no JSON object | refused 400 because not JSON in UTF-8
wordpress/from-wordpress-plugin/notiz-blog-author-matthias-pfefferle.json | accepted as Person @pfefferle “Matthias Pfefferle”, can sign | active member “Matthias Pfefferle”
wordpress/from-wordpress-plugin/notiz-blog-well-known-webfinger.json | accepted as WebFinger of acct:pfefferle@notiz.blog → https://notiz.blog/author/matthias-pfefferle/ | refused 400 because id, type and actor must be one each
`;
