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

/** Ends on the list of numbers of the person's organisation. */
export async function signIn(page: Page, email = DEMO, password = PASSWORD): Promise<void> {
  await sendSignIn(page, email, password);
  await expect(page).toHaveURL(/\/orgs\/[^/]+\/numbers/);
  await expect(page.getByRole("heading", { level: 1, name: "Numbers" })).toBeVisible();
}
