/** A word as it is compared: without case, accents and the forms of width that keyboards of phones write. */
export const fold = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘ʼ`´]/gu, "'");
