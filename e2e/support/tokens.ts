// Settings, access tokens: the dialog that makes one, the rows, and using a token as a program does.
import { type Locator, type Page, expect } from "@playwright/test";
import { orgPath } from "./numbers.js";

export const CREATE = "Create access token";
export const SECRET = /^cht_[0-9A-Za-z]{49}$/;

export async function openTokens(page: Page): Promise<void> {
  await page.goto(`${orgPath(page)}/settings/tokens`);
  await expect(page.getByRole("heading", { level: 1, name: "Access tokens" })).toBeVisible();
}

export function createButton(page: Page): Locator {
  return page.getByRole("main").getByRole("button", { name: CREATE });
}

export async function openCreate(page: Page): Promise<Locator> {
  await createButton(page).click();
  const dialog = page.getByRole("dialog", { name: CREATE });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  return dialog;
}

export function madeDialog(page: Page): Locator {
  return page.getByRole("dialog", { name: "Access token created" });
}

/** Makes a token that never expires, keeps its secret, and closes the dialog. */
export async function createToken(page: Page, name: string, scopes: string[] = []): Promise<string> {
  const dialog = await openCreate(page);
  await dialog.getByLabel("Name").fill(name);
  for (const scope of scopes) {
    await dialog.getByRole("checkbox", { name: scope }).check();
  }
  await dialog.getByLabel("Expires").selectOption("Never");
  await dialog.getByRole("button", { name: CREATE }).click();
  const made = madeDialog(page);
  const secret = await made.getByLabel("Your token").inputValue();
  await made.getByRole("checkbox").check();
  await made.getByRole("button", { name: "Done" }).click();
  await expect(made).toBeHidden();
  return secret;
}

/** The row of one token. */
export function token(page: Page, name: string): Locator {
  return page.getByRole("list", { name: "Access tokens" }).getByRole("listitem", { name, exact: true });
}

/** What the API answers to a program that has this secret. */
export function call(url: string, secret: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  return fetch(url, { ...init, headers });
}
