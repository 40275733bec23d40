// Proof that a page was not loaded anew: a mark in its memory that a load would wipe away.
import { type Page, expect } from "@playwright/test";

export async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { seenByTheJourney: true }));
}

export async function expectNoReload(page: Page): Promise<void> {
  expect(await page.evaluate(() => "seenByTheJourney" in window), "the page was loaded anew").toBe(true);
}
