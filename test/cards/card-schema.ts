import { z } from 'zod';

/**
 * The part of the Adaptive Cards 1.5 schema our cards use, strict: a property that is not in it is a slip of the pen, and
 * one that is not in 1.5 does not show in Teams. Written after the element pages of adaptivecards.io/explorer.
 */
const spacing = z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding']);
const color = z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']);
const style = z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent']);
const data = z.record(z.string(), z.unknown());
const shared = {
  title: z.string().min(1),
  associatedInputs: z.enum(['auto', 'none']),
  style: z.enum(['positive', 'destructive']).optional(),
};

const Submit = z.strictObject({ type: z.literal('Action.Submit'), ...shared, data });
const Execute = z.strictObject({
  type: z.literal('Action.Execute'),
  ...shared,
  verb: z.string().min(1),
  data,
  fallback: Submit,
});
const Toggle = z.strictObject({
  type: z.literal('Action.ToggleVisibility'),
  title: z.string().min(1),
  targetElements: z.array(z.string()).min(1),
});
const OpenUrl = z.strictObject({
  type: z.literal('Action.OpenUrl'),
  title: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }),
});
const Action = z.discriminatedUnion('type', [Execute, Toggle, OpenUrl]);

const placed = {
  spacing: spacing.optional(),
  separator: z.boolean().optional(),
  id: z.string().optional(),
  isVisible: z.boolean().optional(),
};
const TextBlock = z.strictObject({
  type: z.literal('TextBlock'),
  ...placed,
  text: z.string().min(1),
  /** Text that does not wrap is cut off on a phone. */
  wrap: z.literal(true),
  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
  color: color.optional(),
  isSubtle: z.boolean().optional(),
  style: z.enum(['default', 'heading']).optional(),
  horizontalAlignment: z.enum(['Left', 'Center', 'Right']).optional(),
});
const FactSet = z.strictObject({
  type: z.literal('FactSet'),
  ...placed,
  facts: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
});
const input = {
  ...placed,
  id: z.string().min(1),
  label: z.string().min(1),
  isRequired: z.boolean().optional(),
  errorMessage: z.string().min(1).optional(),
};
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const InputText = z.strictObject({
  type: z.literal('Input.Text'),
  ...input,
  value: z.string().optional(),
  placeholder: z.string().optional(),
  isMultiline: z.boolean().optional(),
  maxLength: z.number().optional(),
  regex: z.string().optional(),
});
const InputNumber = z.strictObject({
  type: z.literal('Input.Number'),
  ...input,
  value: z.number().optional(),
  min: z.number(),
  max: z.number(),
});
const InputDate = z.strictObject({
  type: z.literal('Input.Date'),
  ...input,
  value: day.optional(),
  min: day.optional(),
  max: day.optional(),
});
const InputToggle = z.strictObject({
  type: z.literal('Input.Toggle'),
  ...input,
  title: z.string().min(1),
  value: z.string().optional(),
  valueOn: z.string(),
  valueOff: z.string(),
  wrap: z.literal(true),
});
const InputChoiceSet = z.strictObject({
  type: z.literal('Input.ChoiceSet'),
  ...input,
  choices: z.array(z.strictObject({ title: z.string().min(1), value: z.string() })),
  'choices.data': z
    .strictObject({ type: z.literal('Data.Query'), dataset: z.enum(['customers', 'offers', 'people']) })
    .optional(),
  style: z.enum(['compact', 'expanded', 'filtered']),
  isMultiSelect: z.boolean().optional(),
  value: z.string().optional(),
  placeholder: z.string().optional(),
  wrap: z.literal(true).optional(),
});
const ActionSet = z.strictObject({ type: z.literal('ActionSet'), ...placed, actions: z.array(Action).min(1) });
const Container = z.strictObject({
  type: z.literal('Container'),
  ...placed,
  style: style.optional(),
  selectAction: Execute.optional(),
  get items() {
    return z.array(Element).min(1);
  },
});
const Column = z.strictObject({
  type: z.literal('Column'),
  width: z.string(),
  spacing: spacing.optional(),
  verticalContentAlignment: z.enum(['Top', 'Center', 'Bottom']).optional(),
  get items() {
    return z.array(Element).min(1);
  },
});
const ColumnSet = z.strictObject({
  type: z.literal('ColumnSet'),
  ...placed,
  selectAction: Execute.optional(),
  columns: z.array(Column).min(1),
});
const Cell = z.strictObject({
  type: z.literal('TableCell'),
  selectAction: Execute.optional(),
  get items() {
    return z.array(Element).min(1);
  },
});
const Table = z.strictObject({
  type: z.literal('Table'),
  ...placed,
  firstRowAsHeaders: z.boolean(),
  gridStyle: style,
  columns: z
    .array(
      z.strictObject({
        width: z.number(),
        horizontalCellContentAlignment: z.enum(['Left', 'Center', 'Right']).optional(),
      }),
    )
    .min(1),
  rows: z.array(z.strictObject({ type: z.literal('TableRow'), cells: z.array(Cell).min(1) })).min(1),
});
/** A stretch of a RichTextBlock; only what `cards/stroke.ts` makes of it. */
const TextRun = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string().min(1),
  size: z.literal('ExtraLarge'),
  /** Left out: a hole in the line. */
  strikethrough: z.literal(true).optional(),
  weight: z.literal('Bolder').optional(),
  color: color.optional(),
  isSubtle: z.literal(true).optional(),
});
const RichTextBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  ...placed,
  inlines: z.array(z.union([z.string().min(1), TextRun])).min(1),
});
/**
 * Teams' charts are no part of 1.5, so each needs a fallback that is. Written after "Charts in Adaptive Cards" on learn.microsoft.com and
 * tried in Microsoft's own client.
 */
const chartColor = z.enum(['good', 'warning', 'attention', 'neutral', 'categoricalBlue']);
const chart = {
  ...placed,
  /** What a screen reader calls it. */
  title: z.string().min(1),
  get fallback() {
    return Container;
  },
};
const ChartHorizontalBar = z.strictObject({
  type: z.literal('Chart.HorizontalBar'),
  ...chart,
  displayMode: z.enum(['AbsoluteWithAxis', 'AbsoluteNoAxis', 'PartToWhole']),
  color: chartColor.optional(),
  data: z.array(z.strictObject({ x: z.string().min(1), y: z.int().min(0), color: chartColor.optional() })).min(1),
});
const Element: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('type', [
    TextBlock,
    FactSet,
    InputText,
    InputNumber,
    InputDate,
    InputToggle,
    InputChoiceSet,
    ActionSet,
    Container,
    ColumnSet,
    Table,
    RichTextBlock,
    ChartHorizontalBar,
  ]),
);

/** Teams shows a mention only where its text stands in the card letter by letter. */
const Mention = z.strictObject({
  type: z.literal('mention'),
  text: z.string().regex(/^<at>[^<>]+<\/at>$/),
  mentioned: z.strictObject({ id: z.guid(), name: z.string().min(1) }),
});

export const CardSchema = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  version: z.literal('1.5'),
  lang: z.string().regex(/^[a-z]{2}$/),
  speak: z.string().min(1),
  fallbackText: z.string().min(1),
  msteams: z.strictObject({ width: z.literal('Full').optional(), entities: z.array(Mention).min(1).optional() }),
  body: z.array(Element).min(1),
});

export type Node = Readonly<Record<string, unknown>>;

/** Every object of a card, whatever its place. */
export function nodesOf(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const node = Object.fromEntries(Object.entries(value));
  return [node, ...Object.values(node).flatMap(nodesOf)];
}

/** Nodes of a card whose type begins with a text. */
export const nodesOfType = (card: unknown, type: string): readonly Node[] =>
  nodesOf(card).filter((node) => typeof node.type === 'string' && node.type.startsWith(type));

/** Every text a reader sees or hears, whatever its place. */
export const wordsOf = (card: unknown): readonly string[] =>
  nodesOf(card).flatMap((node) =>
    ['text', 'title', 'value', 'label', 'placeholder', 'errorMessage', 'speak', 'fallbackText'].flatMap((key) => {
      const word = node[key];
      return typeof word === 'string' ? [word] : [];
    }),
  );
