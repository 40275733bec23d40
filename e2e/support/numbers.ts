// The list of numbers in wide windows, as a reader finds things in it.
import { type Locator, type Page, expect } from "@playwright/test";

/** Cells of a row, in the order of the table's columns. */
export const COLUMNS = {
  identity: 0,
  wabaStatus: 1,
  onBehalf: 2,
  business: 3,
  status: 4,
  name: 5,
  quality: 6,
  limit: 7,
  next: 8,
} as const;

export type Column = keyof typeof COLUMNS;

export function table(page: Page): Locator {
  return page.getByRole("region", { name: "Numbers table" }).getByRole("table");
}

/** The links that carry the display names, top to bottom. */
export function names(page: Page): Locator {
  return table(page).getByRole("link");
}

/** The row of one number. */
export function row(page: Page, name: string): Locator {
  const link = page.getByRole("link", { name: new RegExp(`^${name}( ?official business account)?$`) });
  return table(page).getByRole("row").filter({ has: link });
}

export function cell(page: Page, name: string, column: Column): Locator {
  return row(page, name).getByRole("cell").nth(COLUMNS[column]);
}

/** Follows the number's link; ends on its details. */
export async function openNumber(page: Page, name: string): Promise<void> {
  await row(page, name).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

export function search(page: Page): Locator {
  return page.getByRole("searchbox", { name: "Search numbers" });
}

/** `/orgs/…` of the page that is open. */
export function orgPath(page: Page): string {
  const [path] = /^\/orgs\/[^/]+/.exec(new URL(page.url()).pathname) ?? [];
  if (!path) {
    throw new Error(`${page.url()} is no page of an organisation`);
  }
  return path;
}

/** "Statuses update live": from now on a change at Meta comes here by itself. */
export async function isLive(page: Page): Promise<void> {
  await expect(page.getByText("Statuses update live")).toBeVisible();
}

/** A number as a card; without a name all of them. */
export function card(page: Page, name?: string): Locator {
  return page.getByRole("article", name === undefined ? {} : { name, exact: true });
}

/** The list's own choice, which is remembered. */
export async function showAs(page: Page, view: "Cards" | "List"): Promise<void> {
  const choice = page.getByRole("group", { name: "View" }).getByRole("button", { name: view });
  await choice.click();
  await expect(choice).toHaveAttribute("aria-current", "true");
}

export function showCards(page: Page): Promise<void> {
  return showAs(page, "Cards");
}
