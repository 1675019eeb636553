export type Theme = 'light' | 'dark' | 'contrast';

export const THEMES = ['light', 'dark', 'contrast'] as const satisfies readonly Theme[];

export interface Palette {
  readonly chat: string;
  readonly card: string;
  readonly field: string;
  readonly line: string;
  readonly text: string;
  readonly subtle: string;
  readonly emphasis: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly good: string;
  readonly goodBack: string;
  readonly warning: string;
  readonly warningBack: string;
  readonly attention: string;
  readonly attentionBack: string;
  readonly accentBack: string;
}

/** The colours of Teams' themes, near enough to judge contrast and weight of a card. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    chat: '#F5F5F5',
    card: '#FFFFFF',
    field: '#FFFFFF',
    line: '#D1D1D1',
    text: '#242424',
    subtle: '#616161',
    emphasis: '#F0F0F0',
    accent: '#5B5FC7',
    onAccent: '#FFFFFF',
    accentBack: '#E8EBFA',
    good: '#237B4B',
    goodBack: '#E7F2DA',
    warning: '#835C00',
    warningBack: '#FBF6D9',
    attention: '#C4314B',
    attentionBack: '#FCF4F6',
  },
  dark: {
    chat: '#1F1F1F',
    card: '#292929',
    field: '#333333',
    line: '#666666',
    text: '#FFFFFF',
    subtle: '#ADADAD',
    emphasis: '#141414',
    accent: '#7F85F5',
    onAccent: '#FFFFFF',
    accentBack: '#2F2F4A',
    good: '#92C353',
    goodBack: '#0D2E0D',
    warning: '#F8D22A',
    warningBack: '#463100',
    attention: '#E37D80',
    attentionBack: '#3E1F25',
  },
  contrast: {
    chat: '#000000',
    card: '#000000',
    field: '#000000',
    line: '#FFFFFF',
    text: '#FFFFFF',
    subtle: '#FFFFFF',
    emphasis: '#000000',
    accent: '#1AEBFF',
    onAccent: '#000000',
    good: '#3FF23F',
    goodBack: '#000000',
    warning: '#FFFF00',
    warningBack: '#000000',
    attention: '#FF6D6D',
    attentionBack: '#000000',
    accentBack: '#000000',
  },
};

/** How the client of a card dresses it: sizes as in Teams, colours of the theme. */
export function hostConfig(theme: Theme): Record<string, unknown> {
  const p = PALETTES[theme];
  const shade = (color: string) => ({ default: color, subtle: color });
  const foreground = {
    default: { default: p.text, subtle: p.subtle },
    dark: { default: '#242424', subtle: '#616161' },
    light: { default: '#FFFFFF', subtle: '#ADADAD' },
    accent: shade(p.accent),
    good: shade(p.good),
    warning: shade(p.warning),
    attention: shade(p.attention),
  };
  const container = (backgroundColor: string) => ({ backgroundColor, foregroundColors: foreground });
  return {
    fontFamily: '"Segoe UI", "Liberation Sans", sans-serif',
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: p.line },
    supportsInteractivity: true,
    imageSizes: { small: 32, medium: 52, large: 100 },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      spacing: 'default',
      showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    },
    containerStyles: {
      default: container(p.card),
      emphasis: container(p.emphasis),
      accent: container(p.accentBack),
      good: container(p.goodBack),
      warning: container(p.warningBack),
      attention: container(p.attentionBack),
    },
    factSet: {
      title: { color: 'default', size: 'default', weight: 'bolder', wrap: true, maxWidth: 150 },
      value: { color: 'default', size: 'default', weight: 'default', wrap: true },
      spacing: 16,
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { size: 'default', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { size: 'default' },
      },
      errorMessage: { color: 'attention', size: 'small', spacing: 'small' },
    },
  };
}
