import { LANGUAGES, type Language } from '../services/rules/languages.ts';

export { LANGUAGES, type Language };

/** The languages the product speaks, each by its own name: that is what somebody looks for who cannot read the rest. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  it: 'Italiano',
  es: 'Español',
  ru: 'Русский',
  'pt-BR': 'Português (Brasil)',
};

export const isLanguage = (tag: unknown): tag is Language =>
  typeof tag === 'string' && Object.hasOwn(LANGUAGE_NAMES, tag);
