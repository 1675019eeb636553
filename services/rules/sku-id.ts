const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Some programs write a GUID of zeros for nothing. */
const NO_ID = /^[0-]*$/;

/** The Entra SKU id a text stands for: a GUID in lower case, without surrounding spaces; null for a name, a part number and anything else. */
export function skuIdIn(text: string): string | null {
  const id = text.trim().toLowerCase();
  return GUID.test(id) && !NO_ID.test(id) ? id : null;
}

/** Nothing was given: empty, spaces, or zeros. */
export function isBlank(text: string): boolean {
  return NO_ID.test(text.trim());
}
