import type { Action } from './actions.ts';
import type { Block } from './blocks.ts';

/**
 * Buttons in rows that fit on a phone: in one row that is too long, a client cuts their titles off ("Accepted – …"). The first row begins
 * with the primary one.
 */
export function buttonRows(actions: readonly Action[]): readonly Block[] {
  const rows: Action[][] = [];
  let room = 0;
  for (const action of actions) {
    const width = widthOf(action.title);
    const row = rows.at(-1);
    if (row === undefined || width > room) {
      rows.push([action]);
      room = PHONE - width;
    } else {
      row.push(action);
      room -= width;
    }
  }
  return rows.map((row): Block => ({ type: 'ActionSet', spacing: 'Small', actions: row }));
}

/** Whether a button with this title is shown whole on a phone. */
export const fitsPhone = (title: string): boolean => widthOf(title) <= PHONE;

/** Pixels; Cyrillic letters are wider than Latin ones on average. */
function widthOf(title: string): number {
  const wide = title.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  return title.length * LETTER + wide * (CYRILLIC - LETTER) + EDGES;
}

/** In pixels: what a card has on a phone of 400, a letter of a button's title, and what is around a title. */
const PHONE = 352;
const LETTER = 7.5;
const CYRILLIC = 9;
const EDGES = 32;
