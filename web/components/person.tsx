import type { VNode } from "preact";
import type { PersonLabel } from "../../node/people/types.ts";
import { classesOf } from "./govuk/classes.ts";
import { useSpeech } from "./speech.tsx";

interface AvatarProps {
  readonly person: Pick<PersonLabel, "gone" | "hue" | "initials">;
  readonly size?: "small" | "large";
}

/** Initials in one of eight colours; the name stands beside it, so it is hidden from screen readers. */
export function Avatar({ person, size }: AvatarProps): VNode {
  const hue = person.gone ? "gone" : String(person.hue);
  return (
    <span class={classesOf("avatar", `avatar--${hue}`, size && `avatar--${size}`)} aria-hidden="true">
      {person.initials}
    </span>
  );
}

/** A person's name, leading to their page where there is one. */
export function PersonName({ person }: { person: PersonLabel }): VNode {
  const { t } = useSpeech();
  if (person.gone) return <span class="person__name">{t("people.formerOfficer")}</span>;
  return (
    <a class="person__name" href={person.path}>
      {person.name}
    </a>
  );
}

/** Whose officer a person is: the verified council, or who invited them; and through whom they come. */
export function PersonCouncil({ person }: { person: PersonLabel }): VNode | null {
  const { t } = useSpeech();
  const invited = person.invitedBy === null ? null : t("people.invitedBy", { name: person.invitedBy });
  const employer = person.council ?? invited;
  if (employer === null && person.via === null) return null;
  return (
    <span class="person__council">
      {employer}
      {person.via === null ? null : (
        <>
          {employer === null ? null : " "}
          <span class="via">{t("common.via", { home: person.via })}</span>
        </>
      )}
    </span>
  );
}

/** Name and council in one line of text. */
export function PersonInline({ person }: { person: PersonLabel }): VNode {
  return (
    <span class="person-inline">
      <PersonName person={person} />
      <PersonCouncil person={person} />
    </span>
  );
}

/** Avatar, name, council and role: a person in a list. */
export function PersonBlock({ person, role }: { person: PersonLabel; role?: string }): VNode {
  const work = [role, person.roleTitle].filter((text) => text !== undefined && text !== "");
  return (
    <div class="person-block">
      <Avatar person={person} />
      <div class="person-block__text">
        <PersonName person={person} /> <PersonCouncil person={person} />
        {work.length === 0 ? null : <div class="person-block__role">{work.join(" · ")}</div>}
      </div>
    </div>
  );
}
