import postgres from "postgres";
import { connectionOptionsOf } from "../../node/db/connection-options.ts";

/**
 * Ends the transaction that writes the `nth` post from now on in its middle, as the death of the node's process would:
 * what is not committed is gone. The node hears that its database went away. `owner`: address of the database, as its
 * owner. The result takes that back.
 */
export async function cutOffAtPost(owner: string, nth: number): Promise<() => Promise<void>> {
  const sql = postgres({ ...connectionOptionsOf(owner), max: 1, onnotice: () => {} });
  await sql.unsafe(`create sequence posts_until_cut;
    create function cut_off() returns trigger language plpgsql security definer as
    $$ begin
      if nextval('public.posts_until_cut') = ${nth} then raise exception 'cut off' using errcode = 'admin_shutdown'; end if;
      return new;
    end $$;
    create trigger cut_off after insert on posts for each row execute function cut_off()`);
  return async () => {
    await sql.unsafe("drop trigger cut_off on posts; drop function cut_off; drop sequence posts_until_cut");
    await sql.end();
  };
}
