import { clip } from './escape.ts';
import type { Person } from './view.ts';

/**
 * The name as it stands between the tags of a mention. Teams compares both places letter by letter and reads markup in neither, so
 * everything that could be markup is left out: `[x](http://evil)<at>` is shown as `x (http evil) at`.
 */
function mentionName({ name }: Person, length: number): string {
  return clip(name, length)
    .replace(/[^\p{L}\p{M}\p{N} '’.,()-]+/gu, ' ')
    .replace(/\.(?=\S)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[^\p{L}]+/u, '')
    .trim();
}

/** Whether Teams can mention somebody: only a person of the tenant, by the Entra object id, whose name has letters. */
export function canBeMentioned(person: Person, length: number): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(person.id) && mentionName(person, length) !== '';
}

/** What stands in the text of a card. */
export const mentionText = (person: Person, length: number): string => `<at>${mentionName(person, length)}</at>`;

/** What stands beside the card for it. */
export const mentionEntity = (person: Person, length: number) => ({
  type: 'mention',
  text: mentionText(person, length),
  mentioned: { id: person.id, name: mentionName(person, length) },
});
