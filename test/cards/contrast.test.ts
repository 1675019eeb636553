import assert from 'node:assert/strict';
import { PALETTES, type Palette, THEMES } from '../e2e/host-config.ts';
import { type Node, nodesOf } from './card-schema.ts';
import { everyExample, reader } from './every-card.ts';
import { unfolded } from './unfolded.ts';

/** A text, or a line drawn of text, in the style and on the style of container in which a card shows it. */
interface Shown {
  readonly color: string;
  readonly subtle: boolean;
  readonly on: string;
  /** A sign or a line, which WCAG 2.2 (1.4.11) asks 3:1 of; text has to have 4.5:1 (1.4.3). */
  readonly graphic: boolean;
}

describe('the colours of the cards', () => {
  const shown = new Map<string, Shown>();
  before(() => {
    for (const example of everyExample()) {
      const { card } = example.draw(reader({ sandbox: true }));
      for (const found of look(unfolded(card), 'default')) shown.set(JSON.stringify(found), found);
    }
  });

  for (const theme of THEMES) {
    it(`when Teams is ${theme}, then every text and every sign stands out from what it stands on`, () => {
      assert.ok(shown.size > 8, 'nothing was found');
      const weak = [...shown.values()].flatMap(({ color, subtle, on, graphic }) => {
        const ratio = contrast(foreground(PALETTES[theme], color, subtle), background(PALETTES[theme], on));
        return ratio < (graphic ? 3 : 4.5) ? [`${subtle ? 'subtle ' : ''}${color} on ${on}: ${ratio.toFixed(2)}`] : [];
      });
      assert.deepEqual(weak, []);
    });
  }

  it('when contrast is computed, then black on white is 21 and a colour on itself 1', () => {
    assert.equal(contrast('#000000', '#FFFFFF'), 21);
    assert.equal(contrast('#5B5FC7', '#5B5FC7'), 1);
  });
});

/** What a card shows in which colours, its fallbacks too. */
function look(node: Node, on: string): readonly Shown[] {
  const inside = typeof node.style === 'string' && node.type === 'Container' ? node.style : on;
  const own: readonly Shown[] =
    node.type === 'TextBlock' || node.type === 'TextRun'
      ? [
          {
            color: typeof node.color === 'string' ? node.color : 'Default',
            subtle: node.isSubtle === true,
            on,
            graphic: node.type === 'TextRun' || (typeof node.text === 'string' && [...node.text].length === 1),
          },
        ]
      : [];
  const parts = Object.entries(node).filter(([key]) => key !== 'selectAction' && key !== 'actions');
  return [...own, ...parts.flatMap(([, part]) => children(part).flatMap((child) => look(child, inside)))];
}

const children = (part: unknown): readonly Node[] =>
  Array.isArray(part) ? part.flatMap(children) : nodesOf(part).slice(0, 1);

function foreground(p: Palette, color: string, subtle: boolean): string {
  const named: Record<string, string> = {
    Default: subtle ? p.subtle : p.text,
    Accent: p.accent,
    Good: p.good,
    Warning: p.warning,
    Attention: p.attention,
  };
  return named[color] ?? assert.fail(`a colour that depends on the theme in no known way: ${color}`);
}

function background(p: Palette, style: string): string {
  const named: Record<string, string> = {
    default: p.card,
    emphasis: p.emphasis,
    accent: p.accentBack,
    good: p.goodBack,
    warning: p.warningBack,
    attention: p.attentionBack,
  };
  return named[style] ?? assert.fail(style);
}

/** WCAG's contrast ratio, 1 to 21. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
