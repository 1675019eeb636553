import type { Locator } from 'playwright-core';

/**
 * Sets one input of a card, found by its label, the way a person would. Of several with the same label it is the one
 * at `at`, from 0.
 *
 * | input             | what is on the page                                        | value             |
 * | ----------------- | ---------------------------------------------------------- | ----------------- |
 * | text, number      | `input` or `textarea`                                      | the text          |
 * | date              | combobox with a calendar that hides all buttons when open  | ISO date          |
 * | choice, compact   | combobox with a list                                       | title of a choice |
 * | choice, expanded  | group of radio buttons                                     | title of a choice |
 * | toggle            | checkbox, labelled with its own title                      | boolean           |
 */
export async function fillInput(card: Locator, label: string, value: string | number | boolean, at = 0): Promise<void> {
  const page = card.page();
  const text = String(value);
  // The label also belongs to the arrow of a drop-down, which is no input.
  const input = card.locator('input:not([type=radio]), textarea').and(card.getByLabel(label)).nth(at);
  if ((await input.count()) === 0) {
    await card.getByRole('radiogroup', { name: label }).nth(at).getByLabel(text, { exact: true }).check();
    return;
  }
  if ((await input.getAttribute('type')) === 'checkbox') {
    await input.setChecked(value === true);
    return;
  }
  if ((await input.getAttribute('role')) !== 'combobox') {
    await input.fill(text);
    await input.blur();
    return;
  }
  if ((await input.getAttribute('aria-haspopup')) === 'dialog') {
    await input.fill(text);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    return;
  }
  // By keyboard: a click can miss while a message of the validation moves the card.
  await input.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: text, exact: true }).click();
}
