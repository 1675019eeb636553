import type { Command } from '../../../dialogs/command.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { italian } from './it.ts';
import { portuguese } from './pt-BR.ts';
import { russian } from './ru.ts';

/** What people of one language say. A line is `what is said => kind, and the customer where one is named`. */
export interface Utterances {
  readonly language: string;
  /** The forms that the help, the README and the manifest promise, and their plain synonyms: always understood. */
  readonly explicit: string;
  /** As people write on a phone: whole sentences, politeness, slips. */
  readonly noisy: string;
  /** No command: names, answers, small talk. */
  readonly none: string;
}

export const UTTERANCES: readonly Utterances[] = [english, italian, spanish, russian, portuguese];

export interface Line {
  readonly said: string;
  readonly expected: string;
}

export const linesOf = (lines: string): readonly Line[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [said = '', expected = 'none'] = line.split(' => ');
      return { said, expected };
    });

/** A command as the lines write it. */
export function told(command: Command | null): string {
  if (command === null) return 'none';
  const { kind, ...rest } = command;
  const value = Object.values(rest)[0] ?? null;
  return value === null ? kind : `${kind} ${value}`;
}
