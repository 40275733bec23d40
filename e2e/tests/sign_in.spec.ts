// Getting in, and not getting in.
import { check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { picture } from "../support/picture.js";
import { DEMO, PASSWORD, openNumbers, sendSignIn, signIn, signInAtHome } from "../support/signIn.js";
import { fits } from "../support/width.js";

test("signing in lands on the dashboard of the organisation", async ({ page }) => {
  await signInAtHome(page, DEMO, PASSWORD);
  await openNumbers(page);
  await picture(page, "numbers");
});

test("signing out ends every tab", async ({ page }) => {
  await signIn(page, DEMO, PASSWORD);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await expect(second.getByRole("heading", { level: 1, name: "Numbers" })).toBeVisible();
  await page.getByRole("banner").getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  for (const tab of [page, second]) {
    await expect(tab.getByRole("button", { name: "Sign in" })).toBeVisible();
  }
});

test("a wrong password is told at its field and gives no session", async ({ page }) => {
  await sendSignIn(page, DEMO, "not-the-password");
  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toHaveAccessibleDescription("E-mail and password do not match.");
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expect(password).toBeFocused();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  expect(await page.context().cookies()).toEqual([]);
});

test("the sign-in page is accessible", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByLabel("E-mail")).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "sign-in");
});
