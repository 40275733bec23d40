// The dialog that connects a WABA, and Settings with the connected ones.
import { type Locator, type Page, expect } from "@playwright/test";
import { orgPath } from "./numbers.js";

export const CONNECT = "Connect a WABA";

export function connectDialog(page: Page): Locator {
  return page.getByRole("dialog", { name: CONNECT });
}

export function replaceDialog(page: Page): Locator {
  return page.getByRole("dialog", { name: "Replace the access token" });
}

export function idField(dialog: Locator): Locator {
  return dialog.getByLabel("WhatsApp Business Account id");
}

export function tokenField(dialog: Locator): Locator {
  return dialog.getByLabel("Access token", { exact: true });
}

/** Opens the dialog, fills it in and sends it, without waiting for the answer. */
export async function sendConnect(page: Page, id: string, token: string): Promise<Locator> {
  const dialog = connectDialog(page);
  if (!(await dialog.isVisible())) {
    await page.getByRole("button", { name: CONNECT }).click();
  }
  await idField(dialog).fill(id);
  await tokenField(dialog).fill(token);
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  return dialog;
}

export async function openSettings(page: Page): Promise<void> {
  await page.goto(`${orgPath(page)}/settings/whatsapp-accounts`);
  await expect(page.getByRole("heading", { level: 1, name: "WhatsApp accounts" })).toBeVisible();
}

/** One WABA in Settings. */
export function waba(page: Page, name: string): Locator {
  return page.getByRole("list", { name: "WhatsApp accounts" }).getByRole("listitem", { name, exact: true });
}

/** A message at the edge of the page. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.getByRole("status").getByText(text);
}
