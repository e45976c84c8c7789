import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../federation/jcs.ts";
import { articleFor } from "../../federation/objects/article.ts";
import { noteFor } from "../../federation/objects/note.ts";
import { AISHA, CARL, EAST, GROUP, membersOnly, PUBLIC, reply, THREAD, TOPIC, topic } from "./wire-facts.ts";
import { everyActivity } from "./wire-samples.ts";
import { textsIn } from "./wire-texts.ts";

const activities = everyActivity();
const contents: [string, JsonObject][] = [
  ["topic", articleFor(topic)],
  ["reply", noteFor(reply)],
  ["topic for members", articleFor({ ...topic, group: membersOnly })],
];

describe("Every activity and post this node sends", () => {
  it.each([...activities, ...contents])(
    "W-01 %s: lists are lists, and cc is always there",
    (_name, document) => {
      for (const name of ["to", "cc"]) expect(document[name], name).toBeInstanceOf(Array);
      for (const name of ["tag", "attachment"]) {
        if (document[name] !== undefined) expect(document[name], name).toBeInstanceOf(Array);
      }
    },
  );

  it.each(contents)("W-01 %s: has tags and attachments, if only an empty list", (_name, content) => {
    expect(content.tag).toBeInstanceOf(Array);
    expect(content.attachment).toBeInstanceOf(Array);
  });

  it.each([...activities, ...contents])(
    "W-02 %s: one actor, author, community, thread and parent",
    (_name, document) => {
      for (const name of ["actor", "attributedTo", "audience", "context", "inReplyTo"]) {
        if (document[name] !== undefined) expect(document[name], name).toBeTypeOf("string");
      }
    },
  );

  it.each([...activities, ...contents])(
    "W-04 %s: Public is written in full or not at all",
    (_name, document) => {
      const texts = textsIn(document);
      expect(texts).not.toContain("as:Public");
      expect(texts).not.toContain("Public");
    },
  );

  it.each([...activities])("%s: has an id on its actor's origin, without fragment", (_name, activity) => {
    const id = new URL(String(activity.id));
    expect(id.origin).toBe(new URL(String(activity.actor)).origin);
    expect(id.hash).toBe("");
  });
});

describe("Posts", () => {
  it("W-05: attach only files and links, each with one address, files with digest and size", () => {
    const [picture, link] = articleFor(topic).attachment as JsonObject[];
    expect(picture).toEqual({
      type: "Image",
      url: `${EAST}/files/01f1`,
      mediaType: "image/png",
      name: "A plan of the crossing",
      width: 60,
      height: 40,
      digestMultibase: "zQmNp5n7FFav5ZDaHAj6HzuhJ8LDbL1N6NRzAgT6piWS2Kx",
      "cop:size": 1_234,
    });
    const [table] = articleFor({
      ...topic,
      files: topic.files.map((file) => ({ ...file, width: null, height: null })),
    }).attachment as JsonObject[];
    expect(table).toMatchObject({ type: "Document", name: "Plan.png" });
    expect(link).toEqual({
      type: "Link",
      href: "https://www.gov.uk/report.pdf",
      name: "Report (PDF)",
      mediaType: "application/pdf",
    });
  });

  it("C-01: a titled post is an Article with title and summary; a reply is a Note with neither", () => {
    const article = articleFor(topic);
    expect(article).toMatchObject({ type: "Article", name: topic.title, "cop:kind": "question" });
    expect(article.summary).toBe("<p>Looking for councils that have tried them. @carl_morgan #cameras</p>");
    expect(articleFor({ ...topic, html: "", summary: null }).summary).toBe(`<p>${topic.title}</p>`);
    const note = noteFor(reply);
    expect(note).toMatchObject({ type: "Note", inReplyTo: TOPIC });
    expect(Object.keys(note)).not.toContain("name");
    expect(Object.keys(note)).not.toContain("summary");
  });

  it("C-02: activity and post name the same community, and have the same addressees", () => {
    for (const name of ["create a topic", "create a reply", "edit"]) {
      const activity = activities.get(name);
      const object = activity?.object as JsonObject;
      expect(activity?.audience).toBe(GROUP);
      expect([object.audience, object.to, object.cc]).toEqual([GROUP, activity?.to, activity?.cc]);
    }
  });

  it("C-03: an open post mentions its community, and a reply also whom it answers", () => {
    const mentioned = (content: JsonObject) =>
      (content.tag as JsonObject[]).filter((tag) => tag.type === "Mention").map((tag) => tag.href);
    expect(mentioned(articleFor(topic))).toEqual([GROUP, CARL]);
    expect(mentioned(noteFor(reply))).toEqual([GROUP, AISHA]);
  });

  it("C-04: a post stands in its community's thread", () => {
    expect(articleFor(topic).context).toBe(THREAD);
    expect(noteFor(reply).context).toBe(THREAD);
  });

  it("are addressed to the world and the community, or to the community's members alone", () => {
    expect([articleFor(topic).to, articleFor(topic).cc]).toEqual([[PUBLIC, GROUP], [CARL]]);
    const closed = articleFor({ ...topic, group: membersOnly });
    expect([closed.to, closed.cc]).toEqual([[GROUP, `${GROUP}/followers`], []]);
    expect(textsIn(closed)).not.toContain(PUBLIC);
  });

  it("say their language, and keep the moment they were written to the millisecond", () => {
    expect(articleFor({ ...topic, lang: "cy" }).language).toEqual({ identifier: "cy", name: "Cymraeg" });
    expect([articleFor(topic).published, noteFor(reply).published]).toEqual([
      "2026-03-01T12:00:00Z",
      "2026-03-01T13:00:00.250Z",
    ]);
  });
});
