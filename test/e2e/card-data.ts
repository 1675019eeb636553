import { z } from 'zod';

/** A button of a card as the bot wrote it. */
export interface CardButton {
  readonly title: string;
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const execute = z.object({
  type: z.literal('Action.Execute'),
  title: z.string(),
  verb: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/** Every button of a card that asks the bot something, also those of lines and list entries. */
export function buttonsOf(node: unknown): readonly CardButton[] {
  if (Array.isArray(node)) return node.flatMap(buttonsOf);
  if (typeof node !== 'object' || node === null) return [];
  const { success, data } = execute.safeParse(node);
  return success ? [data] : Object.values(node).flatMap(buttonsOf);
}

/** One button by its title. */
export function buttonOf(card: unknown, title: string): CardButton {
  const buttons = buttonsOf(card);
  const found = buttons.find((button) => button.title === title);
  if (found === undefined)
    throw new Error(`No button "${title}", but: ${buttons.map((button) => button.title).join(', ')}`);
  return found;
}

/** The version of the move a card was drawn from: one more with each change. */
export function versionOf(card: unknown): number {
  const versions = buttonsOf(card).flatMap(({ data }) => (typeof data.version === 'number' ? [data.version] : []));
  const [version] = versions;
  if (version === undefined) throw new Error('The card belongs to no move.');
  return version;
}

/** Ids of a card's inputs that begin with `prefix`. */
export function inputsOf(node: unknown, prefix: string): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((part) => inputsOf(part, prefix));
  if (typeof node !== 'object' || node === null) return [];
  const { type, id } = { type: '', id: '', ...node };
  if (typeof type === 'string' && type.startsWith('Input.') && String(id).startsWith(prefix)) return [String(id)];
  return Object.values(node).flatMap((part) => inputsOf(part, prefix));
}

/** All texts of a card, as written (Markdown). */
export function textsOf(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? (key === 'text' ? [value] : []) : textsOf(value),
  );
}

/** What stands beside each box to tick of a card. */
export function togglesOf(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(togglesOf);
  if (typeof node !== 'object' || node === null) return [];
  const { type, title } = { type: '', title: '', ...node };
  return type === 'Input.Toggle' ? [String(title)] : Object.values(node).flatMap(togglesOf);
}
