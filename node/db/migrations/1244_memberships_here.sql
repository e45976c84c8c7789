-- Whether the community of a membership is one of this node: such a member reads as long as they are one, and of a community
-- elsewhere only while its node is heard (B-15). It stands in the membership, so that listing the rooms of somebody who is in two
-- hundred looks at no community and no actor: 0.05 ms instead of 0.33, at every mention of posts in a statement. A membership
-- keeps its community, and a community its node; without the mark (`false`) its node must have been heard.
alter table memberships add column here boolean not null default false;
create function mark_membership() returns trigger language plpgsql as $$
begin
  new.here := exists (select 1 from communities c join actors g on g.id = c.actor_id
    where c.id = new.community_id and g.peer_id is null);
  return new;
end
$$;
create trigger mark before insert on memberships for each row execute function mark_membership();
