/** The keys of a Latin keyboard and what they write where a Russian one was meant, in the same order. */
const LATIN = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>';
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ';

const TO_RUSSIAN: ReadonlyMap<string, string> = new Map([...LATIN].map((key, i) => [key, RUSSIAN[i] ?? key]));
const TO_LATIN: ReadonlyMap<string, string> = new Map([...RUSSIAN].map((key, i) => [key, LATIN[i] ?? key]));

/** Copied rather than typed. */
const DOMAIN = /[a-z0-9]\.(?:com|net|org|eu|io|ru|it|es|pt|br|de|uk|co|info|biz)$/iu;

/** What was meant when the keyboard stood on the other layout (`gjvjom` is `помощь`); null when the text has letters of both. */
export function otherLayout(text: string): string | null {
  const short = text.slice(0, 200);
  const typed = short.replace(/\S+/gu, (word) => (DOMAIN.test(word) ? '' : word));
  const isLatin = /[a-z]/iu.test(typed);
  const isRussian = /[а-яё]/iu.test(typed);
  if (isLatin === isRussian || /[^\p{ASCII}а-яё№]/iu.test(short)) return null;
  const keys = isLatin ? TO_RUSSIAN : TO_LATIN;
  return short.replace(/\S+/gu, (word) =>
    DOMAIN.test(word) ? word : [...word].map((key) => keys.get(key) ?? key).join(''),
  );
}
