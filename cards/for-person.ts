import { escapeMarkdown } from './escape.ts';
import type { DrawnCard } from './view.ts';

type Node = Readonly<Record<string, unknown>>;

/** The verbs of a card's buttons. */
export function verbsOn({ card }: DrawnCard): ReadonlySet<string> {
  const verbs = new Set<string>();
  walk(card.body, (node) => {
    if (node.type === 'Action.Execute' && typeof node.verb === 'string') verbs.add(node.verb);
  });
  return verbs;
}

/**
 * A card as one person may use it: without the buttons that are not for them, without inputs that no button of theirs would send,
 * and with a sentence that says why. What the others see does not change.
 *
 * @param sentence plain
 */
export function forPerson(drawn: DrawnCard, denied: ReadonlySet<string>, sentence: string): DrawnCard {
  const body = nodes(withoutButtons(drawn.card.body, denied));
  const sends = some(body, (node) => node.type === 'Action.Execute' && node.associatedInputs === 'auto');
  const used = sends ? body : nodes(withoutInputs(body));
  const ids = idsIn(used);
  const told = { type: 'TextBlock', text: escapeMarkdown(sentence), wrap: true, isSubtle: true, spacing: 'Medium' };
  const kept = nodes(withoutDeadToggles(used, ids));
  const at = kept.findIndex(({ type }) => type === 'ActionSet');
  const place = at < 0 ? kept.length : at;
  return {
    text: drawn.text,
    card: {
      ...drawn.card,
      ...(typeof drawn.card.speak === 'string' && { speak: `${drawn.card.speak} ${sentence}` }),
      body: [...kept.slice(0, place), told, ...kept.slice(place)],
    },
  };
}

const withoutButtons = (tree: unknown, denied: ReadonlySet<string>): unknown =>
  pruned(tree, (node) => node.type === 'Action.Execute' && denied.has(String(node.verb)));

/** A text to take over stands in an input as well, and is for everybody. */
const withoutInputs = (tree: unknown): unknown =>
  pruned(tree, ({ type, id }) => String(type).startsWith('Input.') && !String(id).startsWith('copy_'));

const withoutDeadToggles = (tree: unknown, ids: ReadonlySet<unknown>): unknown =>
  pruned(
    tree,
    ({ type, targetElements }) =>
      type === 'Action.ToggleVisibility' && Array.isArray(targetElements) && !targetElements.some((id) => ids.has(id)),
  );

/** Without some nodes, and without what then holds nothing any more. */
function pruned(tree: unknown, goes: (node: Node) => boolean): unknown {
  if (Array.isArray(tree)) return tree.map((item) => pruned(item, goes)).filter((item) => item !== undefined);
  if (!isNode(tree)) return tree;
  if (goes(tree)) return undefined;
  const entries = Object.entries(tree).map(([name, value]) => [name, pruned(value, goes)] as const);
  const emptied = HOLDS.some((name) => filled(tree[name]) && !filled(entries.find(([entry]) => entry === name)?.[1]));
  return emptied ? undefined : Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Where an element keeps what it is there for. */
const HOLDS = ['items', 'actions', 'columns'];

const filled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const nodes = (tree: unknown): readonly Node[] => (Array.isArray(tree) ? tree.filter(isNode) : []);

function idsIn(tree: unknown): ReadonlySet<unknown> {
  const ids = new Set<unknown>();
  walk(tree, ({ id }) => ids.add(id));
  return ids;
}

function some(tree: unknown, is: (node: Node) => boolean): boolean {
  let found = false;
  walk(tree, (node) => {
    found ||= is(node);
  });
  return found;
}

function walk(tree: unknown, see: (node: Node) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, see);
    return;
  }
  if (!isNode(tree)) return;
  see(tree);
  for (const value of Object.values(tree)) walk(value, see);
}
