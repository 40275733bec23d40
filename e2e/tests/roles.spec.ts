// Who may do what, and what nobody of another organisation ever sees.
import { showAllAlerts } from "../support/alerts.js";
import { expect, test } from "../support/hub.js";
import { cell, names, openNumber, orgPath } from "../support/numbers.js";
import { openNumbers, signIn } from "../support/signIn.js";
import { expectBlocked } from "../support/tip.js";
import { CONNECT, openSettings, waba } from "../support/wabas.js";

const REASON = "Your role here, Viewer, may not do this. Ask an owner or an admin.";
const NOTHING_HERE = "There is nothing here";

test("a viewer sees every control and why it may not be used", async ({ page }) => {
  await signIn(page, "viewer@clienthub.example");
  await expect(names(page)).toHaveCount(14);
  await expectBlocked(page, page.getByRole("button", { name: CONNECT }), REASON);
  const alerts = await showAllAlerts(page);
  const alert = alerts.getByRole("listitem").filter({ hasText: "The access token of Birch Bakery Pacific has expired." });
  await expect(alert.getByRole("link", { name: "Show account" })).toBeVisible();

  await openSettings(page);
  await expectBlocked(page, page.getByRole("button", { name: CONNECT }), REASON);
  const shared = waba(page, "Birch Bakery GmbH");
  await expectBlocked(page, shared.getByRole("button", { name: "Replace token…" }), REASON);
  await expectBlocked(page, shared.getByRole("button", { name: "Disconnect…" }), REASON);
  // Everybody may ask for a sync; it waits at most 30 seconds after the last one.
  await expect(shared.getByRole("button", { name: "Sync" })).not.toHaveAccessibleDescription(REASON);

  await page.goto(`${orgPath(page)}/numbers`);
  await openNumber(page, "Birch Bakery Hamburg");
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByText("Birch Bakery Hamburg was read from Meta just now.")).toBeVisible();
});

test("the other roles: the reason names the role", async ({ page }) => {
  await signIn(page, "developer@clienthub.example");
  await expectBlocked(
    page,
    page.getByRole("button", { name: CONNECT }),
    "Your role here, Developer, may not do this. Ask an owner or an admin.",
  );
});

test("the organisation switch shows one organisation at a time", async ({ page }) => {
  await signIn(page, "both@clienthub.example");
  const organisation = page.getByRole("button", { name: /^Organisation: / });
  const go = async (name: string) => {
    await organisation.click();
    await page.getByRole("menuitem", { name }).click();
    await expect(organisation).toHaveAccessibleName(`Organisation: ${name}`);
    await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
    await openNumbers(page);
  };

  await go("Cedar Clinic");
  await expect(page.getByText("2 numbers in 1 WhatsApp Business Account", { exact: true })).toBeVisible();
  await expect(names(page)).toHaveCount(2);
  expect((await names(page).allTextContents()).sort()).toEqual(["Cedar Clinic London", "Cedar Clinic Manchester"]);
  await expectBlocked(page, page.getByRole("button", { name: CONNECT }), REASON);
  await expect(page.getByText("Birch Bakery Pacific")).toBeHidden();
  const cedar = page.url();

  await go("Birch Bakery");
  await expect(names(page)).toHaveCount(14);
  await expect(page.getByRole("button", { name: CONNECT })).toBeEnabled();
  expect(page.url()).not.toBe(cedar);
  await expect(page.getByText("Cedar Clinic London")).toHaveCount(0);

  // Past the dashboard of the other organisation.
  await page.goBack();
  await page.goBack();
  await expect(organisation).toHaveAccessibleName("Organisation: Cedar Clinic");
  await expect(names(page)).toHaveCount(2);
});

test("another organisation's links lead nowhere", async ({ page, browser, hub }) => {
  await signIn(page);
  await expect(cell(page, "Birch Bakery Berlin", "status")).toHaveText("Connected");
  const birch = orgPath(page);
  await openNumber(page, "Birch Bakery Berlin");
  const number = new URL(page.url()).pathname.slice(birch.length);

  const context = await browser.newContext({ baseURL: hub.url });
  const other = await context.newPage();
  await signIn(other, "other@clienthub.example");
  const cedar = orgPath(other);
  await expect(names(other)).toHaveCount(2);
  // Nothing to switch to.
  await expect(other.getByRole("button", { name: /^Organisation: / })).toHaveCount(0);
  const addresses = [`${birch}/dashboard`, `${birch}/numbers`, `${birch}/settings/whatsapp-accounts`, birch + number, cedar + number];
  for (const address of addresses) {
    await other.goto(address);
    await expect(other.getByRole("heading", { name: NOTHING_HERE })).toBeVisible();
    await expect(other.getByText("Birch", { exact: false })).toHaveCount(0);
  }
  await context.close();
});
