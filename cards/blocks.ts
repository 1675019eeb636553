import type { Severity } from '../services/rules/verdict.ts';
import type { Action } from './actions.ts';

/** A piece of a card's body, Adaptive Cards 1.5. Texts given to these functions are finished: escaped where they must be. */
export type Block = Readonly<Record<string, unknown>> & { readonly type: string };

export interface Choice {
  readonly title: string;
  readonly value: string;
}

export const text = (value: string, more: Readonly<Record<string, unknown>> = {}): Block => ({
  type: 'TextBlock',
  text: value,
  wrap: true,
  ...more,
});

/** Less important: smaller and lighter. */
export const small = (value: string): Block => text(value, { size: 'Small', isSubtle: true, spacing: 'None' });

/** A remark below everything else. */
export const footnote = (value: string): Block => text(value, { size: 'Small', isSubtle: true, spacing: 'Medium' });

/** A heading inside the card; screen readers jump to it. */
export const heading = (value: string): Block =>
  text(value, { weight: 'Bolder', size: 'Default', style: 'heading', spacing: 'Medium' });

/** Titles and what they stand for. */
export const facts = (rows: readonly (readonly [title: string, value: string])[]): Block =>
  rows.some(([, value]) => LONG_WORD.test(value))
    ? group(rows.map(([title, value]) => beside('110px', text(title, { weight: 'Bolder' }), text(value))))
    : { type: 'FactSet', facts: rows.map(([title, value]) => ({ title, value })) };

/** A FactSet never breaks a word: one as long as a domain may be would push the card wider than a phone. */
const LONG_WORD = /[^\s-]{25}/u;

/** Something, and beside it what belongs to it. */
const beside = (width: string, left: Block, right: Block): Block => ({
  type: 'ColumnSet',
  spacing: 'Small',
  columns: [
    { type: 'Column', width, items: [left] },
    { type: 'Column', width: 'stretch', spacing: 'Small', items: [right] },
  ],
});

/** Points of a list as text of its own, so that each wraps under itself on every client. */
export const points = (lines: readonly string[]): readonly Block[] =>
  lines.map((line) => beside('auto', text('•'), text(line)));

export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'Left' | 'Right';
}

/** A cell is one text, or a text with a smaller one below; pressed, it may do something. */
export type Cell = CellText | { readonly text: CellText; readonly press: Action };
type CellText = string | readonly [main: string, below: string];

export const table = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): Block => ({
  type: 'Table',
  firstRowAsHeaders: true,
  gridStyle: 'default',
  columns: columns.map(({ width, align }) => ({
    width,
    ...(align === undefined ? {} : { horizontalCellContentAlignment: align }),
  })),
  rows: [
    row(columns.map(({ title }) => ({ items: [text(title, { weight: 'Bolder', size: 'Small' })] }))),
    ...rows.map((cells) => row(cells.map(cellOf))),
  ],
});

const row = (cells: readonly Readonly<Record<string, unknown>>[]) => ({
  type: 'TableRow',
  cells: cells.map((cell) => ({ type: 'TableCell', ...cell })),
});

function cellOf(cell: Cell): Readonly<Record<string, unknown>> {
  if (typeof cell === 'string') return { items: cellItems(cell) };
  if ('press' in cell) return { items: cellItems(cell.text, { color: 'Accent' }), selectAction: cell.press };
  return { items: cellItems(cell) };
}

function cellItems(cell: CellText, more: Readonly<Record<string, unknown>> = {}): readonly Block[] {
  const [main, below] = typeof cell === 'string' ? [cell, ''] : cell;
  return [text(main, more), ...(below === '' ? [] : [small(below)])];
}

export const group = (items: readonly Block[], more: Readonly<Record<string, unknown>> = {}): Block => ({
  type: 'Container',
  items,
  ...more,
});

/** Short answers below each other, each beside the question it answers. */
export const answers = (rows: readonly (readonly [question: string, answer: string])[]): readonly Block[] =>
  rows.map(([question, answer]) => beside('64px', text(question, { weight: 'Bolder' }), text(answer)));

/** What belongs to one line of a list (an original, a reminder), set apart from the next. */
export const line = (items: readonly Block[]): Block => group(items, { separator: true, spacing: 'Large' });

const ICON: Record<Severity, string> = { ok: '✓', note: 'i', warn: '!', ask: '?', stop: '✕' };
const STYLE: Record<Severity, string> = {
  ok: 'good',
  note: 'accent',
  warn: 'warning',
  ask: 'accent',
  stop: 'attention',
};

/** Colour of a sign and of a bar that stands for a judgement. */
export const COLOR = {
  ok: 'Good',
  note: 'Accent',
  warn: 'Warning',
  ask: 'Accent',
  stop: 'Attention',
} as const satisfies Record<Severity, string>;

/** A judgement at a glance: colour, sign and word say the same, the reason follows. */
export const banner = (severity: Severity, word: string, reason: string): Block => ({
  type: 'Container',
  style: STYLE[severity],
  items: [
    {
      type: 'ColumnSet',
      columns: [
        {
          type: 'Column',
          width: '24px',
          items: [
            text(ICON[severity], {
              weight: 'Bolder',
              // In the colour of the text: the container has its own already, and not every client's two stand out from each other.
              size: 'Large',
              horizontalAlignment: 'Center',
            }),
          ],
        },
        {
          type: 'Column',
          width: 'stretch',
          spacing: 'Small',
          items: [text(word, { weight: 'Bolder' }), ...(reason === '' ? [] : [text(reason, { spacing: 'None' })])],
        },
      ],
    },
  ],
});

/** The same in one line, for lists: sign and sentence. */
export const sign = (severity: Severity): string => ICON[severity];

/** A text to take over: in an input, because that can be marked and copied on a phone as well. Nothing reads it back. */
export const copyable = (id: string, label: string, value: string): Block => ({
  type: 'Input.Text',
  id: `copy_${id}`,
  label,
  value,
  isMultiline: value.includes('\n') || value.length > 60,
});

interface InputOptions {
  readonly id: string;
  readonly label: string;
  readonly value?: string | undefined;
  /** Set when the input must be filled in: the sentence shown when it is not. */
  readonly required?: string | undefined;
  readonly placeholder?: string | undefined;
}

export const textInput = (
  options: InputOptions & { readonly maxLength?: number; readonly pattern?: string },
): Block => ({
  type: 'Input.Text',
  ...common(options),
  maxLength: options.maxLength ?? 200,
  ...(options.pattern === undefined ? {} : { regex: options.pattern }),
});

export const numberInput = (options: InputOptions & { readonly min: number; readonly max: number }): Block => {
  const { value, ...rest } = common(options);
  // What was typed may be no number: it is then shown by the problem's sentence, the input cannot hold it.
  const typed = value === undefined || value === '' ? Number.NaN : Number(value);
  return {
    type: 'Input.Number',
    ...rest,
    ...(Number.isFinite(typed) ? { value: typed } : {}),
    min: options.min,
    max: options.max,
  };
};

export const dateInput = (options: InputOptions & { readonly min?: string; readonly max?: string }): Block => {
  const { value, placeholder: _none, ...rest } = common(options);
  return {
    type: 'Input.Date',
    ...rest,
    ...(value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) ? { value } : {}),
    ...(options.min === undefined ? {} : { min: options.min }),
    ...(options.max === undefined ? {} : { max: options.max }),
  };
};

export const choiceInput = (
  options: InputOptions & {
    readonly choices: readonly Choice[];
    readonly style?: 'compact' | 'expanded';
    /** Found by typing a part of it, where there are many. */
    readonly filtered?: boolean;
    /** More choices are searched as the person types. */
    readonly search?: 'customers' | 'offers' | 'people';
    /** Any number of them; the value is then a list with commas. */
    readonly multiple?: boolean;
  },
): Block => ({
  type: 'Input.ChoiceSet',
  ...common(options),
  choices: options.choices,
  style: options.search === undefined && options.filtered !== true ? (options.style ?? 'compact') : 'filtered',
  ...(options.multiple === true && { isMultiSelect: true }),
  ...(options.search === undefined
    ? { wrap: true }
    : { 'choices.data': { type: 'Data.Query', dataset: options.search } }),
});

export const toggle = (options: InputOptions & { readonly title: string }): Block => ({
  type: 'Input.Toggle',
  ...common(options),
  title: options.title,
  wrap: true,
  valueOn: 'true',
  valueOff: 'false',
});

function common({ id, label, value, required, placeholder }: InputOptions) {
  return {
    id,
    label,
    ...(value === undefined ? {} : { value }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(required === undefined ? {} : { isRequired: true, errorMessage: required }),
  };
}
