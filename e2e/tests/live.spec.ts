// Meta changes something, and the open pages show it without a reload, in every browser that looks.
import type { Browser, Page } from "@playwright/test";
import { showAllAlerts } from "../support/alerts.js";
import { type Hub, expect, test } from "../support/hub.js";
import { expectNoReload, mark } from "../support/marker.js";
import { cell, isLive, openNumber } from "../support/numbers.js";
import { Sandbox } from "../support/sandbox.js";
import { signIn } from "../support/signIn.js";
import { CONNECT, connectDialog, idField } from "../support/wabas.js";

const WABA = "120000000000001";
const BERLIN = "130000000000001";

/** Somebody else, in a browser of their own. */
async function elsewhere(browser: Browser, hub: Hub, email: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: hub.url });
  const page = await context.newPage();
  await signIn(page, email);
  return page;
}

test("Meta's review turns the WABA green in a second browser", async ({ page, hub, browser }) => {
  const sandbox = new Sandbox(hub);
  const second = await elsewhere(browser, hub, "viewer@clienthub.example");
  await signIn(page);
  for (const open of [page, second]) {
    await isLive(open);
    await expect(cell(open, "Birch Bakery Berlin", "wabaStatus")).toHaveText("Approved");
    await mark(open);
  }

  await sandbox.patchWaba(WABA, { account_review_status: "PENDING" });
  for (const open of [page, second]) {
    await expect(cell(open, "Birch Bakery Berlin", "wabaStatus")).toHaveText("Pending review");
    await expect(cell(open, "Birch Bakery Berlin", "next")).toContainText("Waits for Meta");
  }

  await sandbox.patchWaba(WABA, { account_review_status: "APPROVED" });
  for (const open of [second, page]) {
    const status = cell(open, "Birch Bakery Berlin", "wabaStatus");
    await expect(status).toHaveText("Approved");
    await expect(status.locator("[data-tone]")).toHaveAttribute("data-tone", "ok");
    await expect(cell(open, "Birch Bakery Berlin", "next")).toContainText("nothing to do");
    await expectNoReload(open);
  }
  await second.context().close();
});

test("a number's status and quality move in list, details and activity", async ({ page, hub, browser }) => {
  const sandbox = new Sandbox(hub);
  const second = await elsewhere(browser, hub, "editor@clienthub.example");
  await openNumber(second, "Birch Bakery Berlin");
  const channel = second.getByRole("region", { name: "WhatsApp channel" });
  await expect(channel).toContainText("Connected");
  const third = await second.context().newPage();
  await third.goto(`${second.url()}/activity`);
  await expect(third.getByRole("link", { name: "Activity" })).toHaveAttribute("aria-current", "page");
  await signIn(page);
  await isLive(page);
  for (const open of [page, second, third]) {
    await mark(open);
  }

  await sandbox.patchPhone(BERLIN, { status: "FLAGGED", quality_rating: "RED" });
  await expect(cell(page, "Birch Bakery Berlin", "status")).toHaveText("Flagged");
  await expect(cell(page, "Birch Bakery Berlin", "quality")).toHaveText("Low");
  await expect(await showAllAlerts(page)).toContainText("2 numbers in Birch Bakery GmbH have low quality.");
  await expect(channel).toContainText("Flagged");
  await expect(channel).toContainText("Low");
  const told = third.getByRole("listitem").filter({ hasText: "Meta rated quality or limit anew" });
  await expect(told.first()).toContainText("Flagged");

  await sandbox.patchPhone(BERLIN, { status: "CONNECTED", quality_rating: "GREEN" });
  await expect(cell(page, "Birch Bakery Berlin", "status")).toHaveText("Connected");
  await expect(channel).toContainText("Connected");
  await expect(told.first()).toContainText("Connected");
  for (const open of [page, second, third]) {
    await expectNoReload(open);
  }
  await second.context().close();
});

test("a live change leaves an open menu and a half-filled dialog alone", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  await isLive(page);
  const status = cell(page, "Birch Bakery Berlin", "wabaStatus");
  await page.getByRole("button", { name: "Number status", exact: true }).click();
  const flagged = page.getByRole("menuitemcheckbox", { name: "Flagged" });
  await expect(page.getByRole("menuitemcheckbox").first()).toBeFocused();
  await page.keyboard.press("f");
  await expect(flagged).toBeFocused();
  await sandbox.patchWaba(WABA, { account_review_status: "PENDING" });
  await expect(status).toHaveText("Pending review");
  await expect(flagged).toBeFocused();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: CONNECT }).click();
  await idField(connectDialog(page)).fill("12345");
  await sandbox.patchWaba(WABA, { account_review_status: "APPROVED" });
  await expect(status).toHaveText("Approved");
  await expect(idField(connectDialog(page))).toHaveValue("12345");
  await expect(idField(connectDialog(page))).toBeFocused();
});

test("after a restart of the hub the open page catches up by itself", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  await isLive(page);
  await mark(page);
  await hub.kill();
  await expect(page.getByText("Live updates pause, we reconnect")).toBeVisible();
  await expect(cell(page, "Birch Bakery Berlin", "status")).toHaveText("Connected");
  await hub.restart();
  await expect(page.getByText("Statuses update live")).toBeVisible({ timeout: 30_000 });
  await sandbox.patchWaba(WABA, { account_review_status: "PENDING" });
  await expect(cell(page, "Birch Bakery Berlin", "wabaStatus")).toHaveText("Pending review");
  await expectNoReload(page);
});
