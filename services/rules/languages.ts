/** The languages the product speaks, as the tags of its catalogue (BCP 47). */
export const LANGUAGES = ['en', 'it', 'es', 'ru', 'pt-BR'] as const;

export type Language = (typeof LANGUAGES)[number];
