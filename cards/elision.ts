const ELIDED: Readonly<Record<string, string>> = {
  il: "l'",
  Il: "L'",
  al: "all'",
  dal: "dall'",
  del: "dell'",
  nel: "nell'",
  sul: "sull'",
};

/** The only two days of a month whose numbers begin with a vowel: «otto» and «undici». */
const BEFORE_A_VOWEL =
  /(?<!\p{L})(il|Il|al|dal|del|nel|sul) (?=(?:8|11) (?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)(?!\p{L}))/gu;

/**
 * The sentence as Italian says it: «entro l'8 dicembre» where the catalogue has «entro il {{by, date}}», because the article depends on the
 * day that is filled in. Other languages stay as they are.
 */
export function elided(language: string, text: string): string {
  return language === 'it' ? text.replace(BEFORE_A_VOWEL, (_, article: string) => ELIDED[article] ?? article) : text;
}
