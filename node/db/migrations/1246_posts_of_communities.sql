-- Pages, lists and digests ask for the posts of one community, and how many of its questions nobody answered, for each card of the
-- directory: among 90,000 posts it took 3.1 s, because the one index by community held first posts by their last reply alone.
create index posts_discussions on posts (community_id, replies) where kind <> 'reply';
create index posts_in_community on posts (community_id, published);
drop index posts_community;
