import { openSearch } from "../../search/open.ts";
import type { Sql } from "../../search/port.ts";
import { createDatabase } from "../support/database.ts";
import { type OpenBench, TODAY } from "./search/bench.ts";
import { openSearchSql } from "./search/sql.ts";
import { searchContract } from "./search-contract.ts";

const openPostgres: OpenBench = async () => {
  const database = await createDatabase("search");
  const { sql, end } = openSearchSql(database.url);
  const state = { away: false, queue: { count: 0, oldest: null as Date | null } };
  const reachable = (): Sql => {
    if (state.away) throw new Error("the database is away");
    return sql;
  };
  const port: Sql = {
    query: async (text, params) => reachable().query(text, params),
    transaction: async (work) => reachable().transaction(work),
  };
  const clock = { now: () => TODAY };
  const engine = openSearch({ engine: "postgres", sql: port, clock, queue: async () => state.queue });
  await engine.open();
  return {
    engine,
    setAway: (away) => {
      state.away = away;
    },
    setQueue: (queue) => {
      state.queue = queue;
    },
    end: async () => {
      await engine.close();
      await end();
      await database.drop();
    },
  };
};

searchContract("PostgreSQL", openPostgres);
