import { startEmbeddedPostgres } from "../../node/db/embedded.ts";
import { openControl } from "./control.ts";
import { isWritten } from "./databases.ts";
import { openMailbox } from "./mailbox.ts";
import { openSites } from "./open-sites.ts";
import { checkPorts } from "./ports.ts";
import { welcomeText } from "./tell.ts";
import { placesOf, writeDemo } from "./write.ts";

export interface RunOptions {
  /** Folder of everything the demo keeps. */
  readonly data: string;
  /** Forgets an earlier demo. */
  readonly fresh: boolean;
  /** This very program, for the processes of the sites. */
  readonly program: string;
  readonly say: (line: string) => void;
}

export interface Demo {
  /** Resolves when everything answers. Throws StartRefusal for what the person at the console can put right. */
  start(): Promise<void>;
  /** Ends whatever has been started, in the other order. */
  stop(): Promise<void>;
}

/** The demo from PostgreSQL to the mailbox. */
export function demoOf(options: RunOptions): Demo {
  const ends: (() => unknown)[] = [];
  return {
    start: () => start(options, ends),
    async stop() {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
}

async function start(options: RunOptions, ends: (() => unknown)[]): Promise<void> {
  const { data, fresh, program, say } = options;
  const postgres = await startEmbeddedPostgres({ dataDir: data, role: "all", log: say });
  ends.push(() => postgres.stop());
  await checkPorts();
  const places = placesOf(postgres.url, data);
  if (fresh || !(await isWritten(postgres.url))) {
    say("Writing 120 days of talk between three council sites: about two minutes.");
    await writeDemo({ server: postgres.url, data, places, tell: progress(say) });
  }
  const sites = openSites({ places, program, say });
  ends.push(() => sites.stopAll());
  await sites.startAll();
  const mailbox = await openMailbox(data);
  ends.push(() => mailbox.close());
  ends.push(await openControl(data, (words) => sites.obey(words)));
  say(welcomeText({ places, mailbox: mailbox.address, data }));
}

/** Says every tenth part. */
function progress(say: (line: string) => void): (share: number) => void {
  let said = 0;
  return (share) => {
    const tenth = Math.floor(share * 10);
    if (tenth <= said) return;
    said = tenth;
    say(`  ${tenth * 10} %`);
  };
}
