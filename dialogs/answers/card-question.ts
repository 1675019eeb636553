import { z } from 'zod';
import type { DrawnCard } from '../../cards/view.ts';

/** A button as it stands on a card: what a press of it would send. */
const Button = z.object({
  title: z.string(),
  verb: z.string(),
  data: z.record(z.string(), z.unknown()),
  /** It sends the inputs of the card as well. */
  sends: z.boolean(),
  /** The one thing to do on the card. */
  primary: z.boolean(),
});
export type CardButton = z.infer<typeof Button>;

/** Something the card asks for. `value`: what stands in it, empty where nothing does. */
const Field = z.object({
  id: z.string(),
  kind: z.enum(['date', 'number', 'choice', 'text', 'other']),
  required: z.boolean(),
  value: z.string(),
  choices: z.array(z.object({ title: z.string(), value: z.string() })),
});
export type CardField = z.infer<typeof Field>;

/** What a card that was sent asks, so that it can be answered by writing: its buttons and its inputs as they were drawn. */
export const CardQuestion = z.object({
  buttons: z.array(Button),
  fields: z.array(Field),
  /** What the card is about: its heading. */
  about: z.string(),
  /** The button that a person was asked about, with what it would send, and when: whether they mean it. */
  meant: z.object({ button: Button, inputs: z.record(z.string(), z.string()), askedAt: z.iso.datetime() }).optional(),
  /** When it was sent, by the product's clock (ISO 8601). */
  at: z.iso.datetime(),
});
export type CardQuestion = z.infer<typeof CardQuestion>;

/** A longer list is chosen from on the card. */
const MOST_CHOICES = 12;
/** Characters of a question that are kept from one message to the next; a card of fifty lines asks for a press. */
const MOST_KEPT = 16_000;

/** What a card asks; null: nothing that could be answered by writing. */
export function questionOf({ card, text }: DrawnCard, at: string): CardQuestion | null {
  const buttons = new Map<string, CardButton>();
  const fields: CardField[] = [];
  for (const node of nodesOf(card)) {
    const button = buttonOf(node);
    if (button !== null) buttons.set(JSON.stringify([button.verb, button.data]), button);
    const field = fieldOf(node);
    if (field !== null) fields.push(field);
  }
  if (buttons.size === 0) return null;
  const about = text.split('\n', 1)[0] ?? '';
  const question: CardQuestion = { buttons: [...buttons.values()], fields, about, at };
  return JSON.stringify(question).length > MOST_KEPT ? null : question;
}

type Node = Readonly<Record<string, unknown>>;

/** Every element of a card in the order of reading, without what stands in for a button in clients that do not know it. */
function nodesOf(node: unknown): readonly Node[] {
  if (Array.isArray(node)) return node.flatMap(nodesOf);
  if (!isNode(node)) return [];
  return [node, ...Object.entries(node).flatMap(([key, value]) => (key === 'fallback' ? [] : nodesOf(value)))];
}

const isNode = (node: unknown): node is Node => typeof node === 'object' && node !== null;

/** The buttons are our own, and still nothing is taken for granted that another client could not read either. */
const Execute = z.looseObject({
  type: z.literal('Action.Execute'),
  title: z.string(),
  verb: z.string(),
  data: z.record(z.string(), z.unknown()),
  associatedInputs: z.string().optional(),
  style: z.string().optional(),
});

function buttonOf(node: Node): CardButton | null {
  const read = Execute.safeParse(node);
  if (!read.success) return null;
  const { title, verb, data, associatedInputs, style } = read.data;
  return { title, verb, data, sends: associatedInputs === 'auto', primary: style === 'positive' };
}

const Input = z.looseObject({
  type: z.string().startsWith('Input.'),
  id: z.string(),
  isRequired: z.boolean().optional(),
  isMultiSelect: z.boolean().optional(),
  value: z.union([z.string(), z.number()]).optional(),
  choices: z.array(z.looseObject({ title: z.string(), value: z.string() })).optional(),
});

function fieldOf(node: Node): CardField | null {
  const read = Input.safeParse(node);
  // Texts to be copied stand in inputs as well, and ask nothing.
  if (!read.success || read.data.id.startsWith('copy_')) return null;
  const { type, id, isRequired = false, isMultiSelect = false, value = '', choices = [] } = read.data;
  const kind = isMultiSelect || choices.length > MOST_CHOICES ? 'other' : kindOf(type);
  const offered = kind === 'choice' ? choices.map(({ title, value: chosen }) => ({ title, value: chosen })) : [];
  return { id, kind, required: isRequired, value: String(value), choices: offered };
}

function kindOf(type: string): CardField['kind'] {
  switch (type) {
    case 'Input.Date':
      return 'date';
    case 'Input.Number':
      return 'number';
    case 'Input.ChoiceSet':
      return 'choice';
    case 'Input.Text':
      return 'text';
    default:
      return 'other';
  }
}
