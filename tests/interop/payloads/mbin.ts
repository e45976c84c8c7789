/** Mbin. One line a document: file | what this node makes of it. */
export const MBIN = `
mbin/from-lemmy/activities-flag.json | accepted as Flag by https://mbin-test1/u/BentiGorlich: https://lemmy-test/post/4 and https://lemmy-test/u/BentiGorlich, “dikjhgasdpas dsaü”
mbin/from-mbin/AddHandlerTest__testAddPinnedPost.json | accepted as Add by https://kbin.test/u/owner: https://kbin.test/scrubbed/2, target https://kbin.test/m/test/pinned
mbin/from-mbin/AnnounceTest__testAnnounceAddPinnedPost.json | accepted as Announce by https://kbin.test/m/test: (accepted as Add by https://kbin.test/u/owner: https://kbin.test/scrubbed/3, target https://kbin.test/m/test/pinned)
mbin/from-mbin/AnnounceTest__testAnnounceCreateEntry.json | accepted as Announce by https://kbin.test/m/test: (accepted as Create by https://kbin.test/u/user: topic “test”, for https://kbin.test/m/test, #test, en stated, public)
mbin/from-mbin/AnnounceTest__testAnnounceCreateEntryComment.json | accepted as Announce by https://kbin.test/m/test: (accepted as Create by https://kbin.test/u/user: reply to https://kbin.test/scrubbed/4, for https://kbin.test/m/test, #test, en stated, public)
mbin/from-mbin/AnnounceTest__testAnnounceCreatePost.json | accepted as Announce by https://kbin.test/m/test: (accepted as Create by https://kbin.test/u/user: topic “test”, for https://kbin.test/m/test, #test, en stated, public)
mbin/from-mbin/AnnounceTest__testAnnounceDeleteEntryByModerator.json | accepted as Announce by https://kbin.test/m/test: (accepted as Delete by https://kbin.test/u/owner: https://kbin.test/scrubbed/3, removed “”)
mbin/from-mbin/AnnounceTest__testAnnounceDeleteEntryComment.json | accepted as Announce by https://kbin.test/m/test: (accepted as Delete by https://kbin.test/u/user: https://kbin.test/scrubbed/3)
mbin/from-mbin/AnnounceTest__testAnnounceDeleteEntryCommentByModerator.json | accepted as Announce by https://kbin.test/m/test: (accepted as Delete by https://kbin.test/u/owner: https://kbin.test/scrubbed/3, removed “”)
mbin/from-mbin/AnnounceTest__testAnnounceDeleteUser.json | accepted as Announce by https://kbin.test/m/test: (accepted as Delete by https://kbin.test/u/user: https://kbin.test/scrubbed/3)
mbin/from-mbin/AnnounceTest__testAnnounceLikeEntry.json | accepted as Announce by https://kbin.test/m/test: (accepted as Like by https://kbin.test/u/user2: https://kbin.test/scrubbed/3)
mbin/from-mbin/AnnounceTest__testAnnounceRemoveModerator.json | accepted as Announce by https://kbin.test/m/test: (accepted as Remove by https://kbin.test/u/owner: https://kbin.test/scrubbed/3, target https://kbin.test/m/test/moderators)
mbin/from-mbin/AnnounceTest__testAnnounceRemovePinnedPost.json | accepted as Announce by https://kbin.test/m/test: (accepted as Remove by https://kbin.test/u/owner: https://kbin.test/scrubbed/3, target https://kbin.test/m/test/pinned)
mbin/from-mbin/AnnounceTest__testAnnounceUndoBlockUser.json | accepted as Announce by https://kbin.test/m/test: (accepted as Undo by https://kbin.test/u/owner: Block https://kbin.test/scrubbed/3 by https://kbin.test/u/owner of https://kbin.test/scrubbed/4)
mbin/from-mbin/AnnounceTest__testAnnounceUndoLikeEntry.json | accepted as Announce by https://kbin.test/m/test: (accepted as Undo by https://kbin.test/u/user2: Like https://kbin.test/scrubbed/3 by https://kbin.test/u/user2 of https://kbin.test/scrubbed/4)
mbin/from-mbin/AnnounceTest__testAnnounceUndoLikeEntryComment.json | accepted as Announce by https://kbin.test/m/test: (accepted as Undo by https://kbin.test/u/user2: Like https://kbin.test/scrubbed/3 by https://kbin.test/u/user2 of https://kbin.test/scrubbed/4)
mbin/from-mbin/AnnounceTest__testAnnounceUpdateEntry.json | accepted as Announce by https://kbin.test/m/test: (accepted as Update by https://kbin.test/u/user: topic “test”, for https://kbin.test/m/test, #test, en stated, public)
mbin/from-mbin/AnnounceTest__testAnnounceUpdateEntryComment.json | accepted as Announce by https://kbin.test/m/test: (accepted as Update by https://kbin.test/u/user: reply to https://kbin.test/scrubbed/4, for https://kbin.test/m/test, #test, en stated, public)
mbin/from-mbin/AnnounceTest__testAnnounceUpdateMagazine.json | accepted as Announce by https://kbin.test/m/test: (accepted as Update by https://kbin.test/u/owner: actor https://kbin.test/scrubbed/3)
mbin/from-mbin/AnnounceTest__testAnnounceUpdateUser.json | accepted as Announce by https://kbin.test/m/test: (accepted as Update by https://kbin.test/u/user: actor https://kbin.test/scrubbed/3)
mbin/from-mbin/AnnounceTest__testMagazineBoostEntry.json | accepted as Announce by https://kbin.test/m/test: https://kbin.test/scrubbed/2
mbin/from-mbin/AnnounceTest__testMagazineBoostPost.json | accepted as Announce by https://kbin.test/m/test: https://kbin.test/scrubbed/2
mbin/from-mbin/CreateTest__testCreateEntry.json | accepted as Create by https://kbin.test/u/user: topic “test”, for https://kbin.test/m/test, #test, en stated, public
mbin/from-mbin/CreateTest__testCreateEntryWithUrlAndImage.json | accepted as Create by https://kbin.test/u/user: topic “test”, for https://kbin.test/m/test, link to joinmbin.org, link to kbin.test, #test, en stated, public
mbin/from-mbin/CreateTest__testCreatePost.json | accepted as Create by https://kbin.test/u/user: topic “test”, for https://kbin.test/m/test, #test, en stated, public
mbin/from-mbin/DeleteTest__testDeleteEntry.json | accepted as Delete by https://kbin.test/u/user: https://kbin.test/scrubbed/2
mbin/from-mbin/DeleteTest__testDeleteEntryCommentByModerator.json | accepted as Delete by https://kbin.test/u/owner: https://kbin.test/scrubbed/2, removed “”
mbin/from-mbin/FlagTest__testFlagEntry.json | accepted as Flag by https://kbin.test/u/reportingUser: https://kbin.test/scrubbed/2, “”
mbin/from-mbin/FlagTest__testFlagEntryComment.json | accepted as Flag by https://kbin.test/u/reportingUser: https://kbin.test/scrubbed/2, “”
mbin/from-mbin/FollowTest__testAcceptFollowMagazine.json | accepted as Accept by https://kbin.test/m/test: Follow https://kbin.test/scrubbed/2 by https://kbin.test/u/user2 of https://kbin.test/scrubbed/3
mbin/from-mbin/FollowTest__testAcceptFollowUser.json | accepted as Accept by https://kbin.test/u/user: Follow https://kbin.test/scrubbed/2 by https://kbin.test/u/user2 of https://kbin.test/scrubbed/3
mbin/from-mbin/FollowTest__testRejectFollowUser.json | accepted as Reject by https://kbin.test/u/user: Follow https://kbin.test/scrubbed/2 by https://kbin.test/u/user2 of https://kbin.test/scrubbed/3
mbin/from-mbin/LikeTest__testLikeEntry.json | accepted as Like by https://kbin.test/u/user2: https://kbin.test/scrubbed/2
mbin/from-mbin/LikeTest__testLikeEntryComment.json | accepted as Like by https://kbin.test/u/user2: https://kbin.test/scrubbed/2
mbin/from-mbin/LockTest__testLockEntryByAuthor.json | accepted as Lock by https://kbin.test/u/user: https://kbin.test/scrubbed/2, “”
mbin/from-mbin/LockTest__testLockEntryByModerator.json | accepted as Lock by https://kbin.test/u/owner: https://kbin.test/scrubbed/2, “”
mbin/from-mbin/LockTest__testLockPostByModerator.json | accepted as Lock by https://kbin.test/u/owner: https://kbin.test/scrubbed/2, “”
mbin/from-mbin/UndoTest__testUndoBlockUser.json | accepted as Undo by https://kbin.test/u/owner: Block https://kbin.test/scrubbed/2 by https://kbin.test/u/owner of https://kbin.test/scrubbed/3
mbin/from-mbin/UndoTest__testUndoFollowMagazine.json | accepted as Undo by https://kbin.test/u/user2: Follow https://kbin.test/scrubbed/2 by https://kbin.test/u/user2 of https://kbin.test/scrubbed/3
mbin/from-mbin/UndoTest__testUndoFollowUser.json | accepted as Undo by https://kbin.test/u/user2: Follow https://kbin.test/scrubbed/2 by https://kbin.test/u/user2 of https://kbin.test/scrubbed/3
mbin/from-mbin/UndoTest__testUndoLikeEntry.json | accepted as Undo by https://kbin.test/u/user2: Like https://kbin.test/scrubbed/2 by https://kbin.test/u/user2 of https://kbin.test/scrubbed/3
mbin/from-mbin/UpdateTest__testUpdateMagazine.json | accepted as Update by https://kbin.test/u/owner: actor https://kbin.test/scrubbed/2
mbin/from-mbin/UpdateTest__testUpdateUser.json | accepted as Update by https://kbin.test/u/user: actor https://kbin.test/scrubbed/2
`;
