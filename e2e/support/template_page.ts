// The page of one template, as a reader finds things on it.
import { type Locator, type Page, expect } from "@playwright/test";

/** Where it stands, by the badge that is named like this. */
export async function stands(page: Page, state: string): Promise<void> {
  await expect(page.getByRole("region", { name: "Where it stands" }).getByText(state, { exact: true })).toBeVisible();
}

/** One version of its text. */
export function version(page: Page, number: number): Locator {
  const list = page.getByRole("region", { name: "Versions", exact: true });
  return list.getByRole("listitem").filter({ hasText: `Version ${number}` });
}

/** One of the things in its menu. */
export async function choose(page: Page, action: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: action }).click();
}
