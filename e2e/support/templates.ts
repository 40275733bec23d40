// The list of templates in wide windows, as a reader finds things in it.
import { type Locator, type Page, expect } from "@playwright/test";
import { orgPath } from "./numbers.js";
import { signInAtHome } from "./signIn.js";

export function table(page: Page): Locator {
  return page.getByRole("region", { name: "Table of templates" }).getByRole("table");
}

/** One family. */
export function family(page: Page, name: string): Locator {
  return table(page).getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** One of its languages. */
export function chip(page: Page, name: string, language: string): Locator {
  return family(page, name).getByRole("link", { name: new RegExp(`^${language}: `) });
}

export function search(page: Page): Locator {
  return page.getByRole("searchbox", { name: "Search templates" });
}

/** Signs in and follows the main menu, which leads to the other program. */
export async function openTemplates(page: Page, email?: string): Promise<void> {
  await signInAtHome(page, email);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Templates" }).click();
  await expect(page).toHaveURL(/\/orgs\/[^/]+\/wabas\/[^/]+\/templates$/);
  await expect(page.getByRole("heading", { level: 1, name: "Templates" })).toBeVisible();
  expect(orgPath(page)).toBeTruthy();
}

/** Chooses in the row's menu. */
export async function act(page: Page, name: string, action: string | RegExp): Promise<void> {
  await family(page, name).getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}
