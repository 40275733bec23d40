// Moving by the Tab key alone.
import { type Locator, type Page, expect } from "@playwright/test";

const MOST_STOPS = 80;

/** Presses Tab until the control has the focus, as a person without a mouse does. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    if (await control.evaluate((element) => element === document.activeElement)) {
      return;
    }
  }
  throw new Error(`${control} cannot be reached by ${MOST_STOPS} times Tab`);
}
