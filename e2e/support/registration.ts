// The registration dialog, and the numbers of the demo that are free to be registered (sandbox/README.md).
import { type Locator, type Page, expect } from "@playwright/test";
import { cell } from "./numbers.js";
import type { Sandbox } from "./sandbox.js";

export interface Free {
  name: string;
  id: string;
}

/** Not verified, no PIN. */
export const CATERING: Free = { name: "Birch Catering", id: "130000000000004" };
/** Not verified; its PIN was set elsewhere. */
export const KOELN: Free = { name: "Birch Bakery Köln", id: "130000000000005" };
export const KOELN_PIN = "246810";
/** Verified, no PIN. */
export const FRANKFURT: Free = { name: "Birch Events Frankfurt", id: "130000000000006" };
/** Not verified, no PIN; its WABA also waits for *on behalf*. */
export const PARIS: Free = { name: "Birch Boulangerie Paris", id: "130000000000007" };

export function registrationDialog(page: Page): Locator {
  return page.getByRole("dialog", { name: "Registration" });
}

/** Opens the dialog from the list by the button of that name. */
export async function openFromList(page: Page, number: Free, button: string): Promise<Locator> {
  await cell(page, number.name, "next").getByRole("button", { name: button }).click();
  const dialog = registrationDialog(page);
  await expect(dialog).toBeVisible();
  return dialog;
}

export function codeField(dialog: Locator): Locator {
  return dialog.getByLabel("Six-digit code");
}

export function pinField(dialog: Locator): Locator {
  return dialog.getByLabel("Two-step PIN");
}

export function currentStep(dialog: Locator): Locator {
  return dialog.getByRole("list", { name: "Steps" }).locator("[aria-current=step]");
}

/** Asks for a code as the dialog proposes it; ends at the code's field. */
export async function requestCode(dialog: Locator): Promise<void> {
  await dialog.getByRole("button", { name: "Request code" }).click();
  await expect(codeField(dialog)).toBeFocused();
}

/** What Meta sent last to the number's phone. */
export async function newestCode(sandbox: Sandbox, number: Free): Promise<string> {
  await expect.poll(async () => (await sandbox.inbox(number.id)).length, "a code on the phone").toBeGreaterThan(0);
  return (await sandbox.inbox(number.id))[0]!.code;
}

/** Six digits that are not the code. */
export function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, "0");
}

export async function expectConnected(dialog: Locator): Promise<void> {
  await expect(dialog.getByRole("heading", { level: 3, name: "Connected" })).toBeVisible();
}
