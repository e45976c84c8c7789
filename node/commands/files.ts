import type { NodeContext } from "../context.ts";
import { bucketOnly } from "../files/bucket-store.ts";
import { moveFiles } from "../files/move.ts";
import { bucketOf, folderOf, prefixOf } from "../files/store.ts";
import type { Answer, Call, Noun } from "./types.ts";
import { UsageFault } from "./usage-fault.ts";

export const FILES: Noun = {
  name: "files",
  about: "The files that people added: move them into object storage, or back.",
  verbs: [
    {
      name: "move",
      about:
        "Moves all files between the data folder and the bucket of the settings. To s3 while the node runs; to folder while it is stopped.",
      takes: "",
      least: 0,
      most: 0,
      options: [{ name: "to", value: "<s3|folder>", about: "Where they go.", required: true }],
      needs: "node",
      run: move,
    },
  ],
};

async function move(ctx: NodeContext, call: Call): Promise<Answer> {
  const to = call.option("to");
  if (to !== "s3" && to !== "folder") throw new UsageFault("--to takes s3 or folder: see files move --help.");
  const { s3, origin } = ctx.config;
  if (s3 === null)
    throw new UsageFault(
      "No bucket is set: see docs/operating.md, Files in object storage, for the settings.",
    );
  const folder = folderOf(ctx);
  const bucket = bucketOnly(bucketOf(s3), prefixOf(origin), folder);
  const moved = await (to === "s3" ? moveFiles(folder, bucket) : moveFiles(bucket, folder));
  const next =
    to === "s3"
      ? "New files go there by themselves."
      : "Now take the s3 settings away, then start the node: until then new files go to the bucket.";
  return { lines: [`${moved} files were moved. ${next}`], json: { moved } };
}
