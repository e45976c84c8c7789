import type { Setting } from "./config-settings.ts";

const TOGETHER = "together with the other s3 settings";

/** The settings of the bucket that files may be kept in. */
export const FILE_STORE: readonly Setting[] = [
  {
    name: "s3.endpoint",
    env: "MOOTHALL_S3_ENDPOINT",
    kind: "text",
    must: `the address of object storage that speaks the S3 protocol, https:// and a host, without bucket or path (http:// only for localhost), ${TOGETHER}`,
    default: "none: files are kept in the data folder",
    example: "https://s3.eu-west-2.amazonaws.com",
    help: "Object storage for the files that people add. Files that were in the data folder before are read there until they are moved: npm run moothall -- files move --to s3.",
  },
  {
    name: "s3.bucket",
    env: "MOOTHALL_S3_BUCKET",
    kind: "text",
    must: `the name of a bucket that is there, 3 to 63 lower-case letters, digits, dots or hyphens, ${TOGETHER}`,
    default: "none",
    example: "somerset-communities",
    help: "The bucket, which must be private. Keys begin with the host of this node, so several nodes can share one; a copy of a node that is tried out needs a bucket of its own.",
  },
  {
    name: "s3.region",
    env: "MOOTHALL_S3_REGION",
    kind: "text",
    must: "a region of that storage, in lower case",
    default: "us-east-1",
    example: "eu-west-2",
    help: "Region that requests are signed for. Storage that knows no regions mostly takes us-east-1.",
  },
  {
    name: "s3.accessKey",
    env: "MOOTHALL_S3_ACCESS_KEY",
    kind: "secret",
    must: `the id of an access key, ${TOGETHER}`,
    default: "none",
    example: "AKIAIOSFODNN7EXAMPLE",
    help: "Access key that may list the bucket and get, put and delete its objects; it needs nothing else.",
  },
  {
    name: "s3.secretKey",
    env: "MOOTHALL_S3_SECRET_KEY",
    kind: "secret",
    must: `the secret of that access key, ${TOGETHER}`,
    default: "none",
    example: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    help: "Its secret. Best given as a file: MOOTHALL_S3_SECRET_KEY_FILE.",
  },
];
