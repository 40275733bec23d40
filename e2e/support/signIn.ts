// Signing in as a person does. Everyone of the demo has the same password.
import { type Page, expect } from "@playwright/test";

export const PASSWORD = "clienthub-demo";
export const DEMO = "demo@clienthub.example";

/** Opens the sign-in page, sends the form, and does not wait for the answer. */
export async function sendSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Ends on the dashboard of the person's organisation, as a person does. */
export async function signInAtHome(page: Page, email = DEMO, password = PASSWORD): Promise<void> {
  await sendSignIn(page, email, password);
  await expect(page).toHaveURL(/\/orgs\/[^/]+\/dashboard$/);
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
}

/** Goes on to the list of numbers. */
export async function signIn(page: Page, email = DEMO, password = PASSWORD): Promise<void> {
  await signInAtHome(page, email, password);
  await openNumbers(page);
}

/** By the main menu. */
export async function openNumbers(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Numbers/ }).click();
  await expect(page).toHaveURL(/\/orgs\/[^/]+\/numbers/);
  await expect(page.getByRole("heading", { level: 1, name: "Numbers" })).toBeVisible();
}
