import { FACT_FILES } from './fact-files.ts';
import { LANGUAGES, type Language } from './languages.ts';
import { countryOfCode } from './region.ts';

/** What is known of the language in which a customer reads. */
export interface MailLanguageInput {
  /** What a person chose for this customer; null = nothing. */
  readonly chosen: Language | null;
  /** The customer's language in Partner Center (BCP 47); null = not told. */
  readonly profile: string | null;
  /** Country of the tenant, ISO 3166-1 alpha-2; null = not known. */
  readonly country: string | null;
}

export interface MailLanguage {
  readonly language: Language;
  /** BCP 47 with the region where it is known, so that dates and numbers are the customer's own. */
  readonly locale: string;
  /** Why this one. `other`: the customer's is one the product does not speak. */
  readonly why: 'chosen' | 'profile' | 'country' | 'other' | 'unknown';
}

/**
 * In which language texts for a customer are written: the one a person chose, else the customer's own in Partner Center, else the one of
 * the tenant's country. English where that is a language the product does not speak, or nothing is known.
 */
export function mailLanguageOf({ chosen, profile, country }: MailLanguageInput): MailLanguage {
  const spoken = profile === null ? null : spokenAs(profile);
  if (chosen !== null)
    return { language: chosen, locale: spoken === chosen ? regional(chosen, profile) : chosen, why: 'chosen' };
  if (profile !== null && spoken !== null)
    return { language: spoken, locale: regional(spoken, profile), why: 'profile' };
  const ofCountry = country === null ? null : languageOfCountry(country);
  if (ofCountry !== null)
    return { language: ofCountry, locale: regional(ofCountry, `${ofCountry}-${country}`), why: 'country' };
  return { language: 'en', locale: 'en', why: profile === null && country === null ? 'unknown' : 'other' };
}

/** The product's language most read in a country (ISO 3166-1 alpha-2); null where that is none of them. */
export function languageOfCountry(country: string): Language | null {
  const known = countryOfCode(country);
  return known?.kind === 'country' ? (table().get(known.code) ?? null) : null;
}

/** The product's language that a BCP 47 tag means; European Portuguese is told in Brazilian. */
function spokenAs(tag: string): Language | null {
  const language = tag.toLowerCase().split(/[-_]/u)[0];
  return LANGUAGES.find((one) => one.toLowerCase().split('-')[0] === language) ?? null;
}

/** The tag with its region for a language that has none of its own: `es-MX`. */
function regional(language: Language, tag: string | null): string {
  if (language.includes('-') || tag === null) return language;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? language;
  } catch {
    return language;
  }
}

let loaded: ReadonlyMap<string, Language> | undefined;

function table(): ReadonlyMap<string, Language> {
  loaded ??= new Map(
    FACT_FILES.languages().languages.flatMap(({ language, countries }) =>
      countries.split(' ').map((country) => [country, language] as const),
    ),
  );
  return loaded;
}
