// The first page: counts that lead to the list of just those, the newest numbers, alerts, live; and the list as cards.
import type { Locator, Page } from "@playwright/test";
import { showAllAlerts } from "../support/alerts.js";
import { check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { tabTo } from "../support/keyboard.js";
import { expectNoReload, mark } from "../support/marker.js";
import { card, names, search, showCards, table } from "../support/numbers.js";
import { newOrganisation } from "../support/organisation.js";
import { Sandbox } from "../support/sandbox.js";
import { openNumbers, signIn, signInAtHome } from "../support/signIn.js";
import { expectBlocked } from "../support/tip.js";
import { CONNECT, connectDialog, idField } from "../support/wabas.js";
import { fits } from "../support/width.js";

const WABA = "120000000000001";
const BERLIN = "130000000000001";
const TURNS = [
  ["none", /Running/],
  ["client", /Needs? you/],
  ["meta", /Waits? for Meta/],
  ["operator", /Waits? for operator/],
] as const;

function tile(page: Page, name: RegExp): Locator {
  return page.getByRole("list", { name: "Numbers by whose turn it is" }).getByRole("link", { name });
}

async function count(page: Page, name: RegExp): Promise<number> {
  const text = await tile(page, name).textContent();
  return Number.parseInt(text ?? "", 10);
}

async function goHome(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Dashboard" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
}

test("each count leads to the list of just those", async ({ page }) => {
  await signInAtHome(page);
  let all = 0;
  for (const [attention, name] of TURNS) {
    await expect(tile(page, name)).toBeVisible();
    const expected = await count(page, name);
    all += expected;
    await tile(page, name).click();
    await expect(page).toHaveURL(new RegExp(`/numbers[?]attention=${attention}$`));
    if (expected > 0) {
      await expect(page.getByText(`1–${expected} of ${expected}`)).toBeVisible();
      await expect(names(page)).toHaveCount(expected);
    }
    await goHome(page);
  }
  expect(all).toBe(14);
});

test("the five newest numbers are cards that lead to their pages", async ({ page }) => {
  await signIn(page);
  const newest = (await names(page).allTextContents()).slice(0, 5).map((name) => name.replace("official business account", ""));
  await goHome(page);
  await expect(card(page)).toHaveCount(5);
  const shown = await card(page).evaluateAll((cards) => cards.map((card) => card.getAttribute("aria-label")));
  expect(shown).toEqual(newest);
  const first = card(page, newest[0]!);
  await expect(first).toContainText(/\d of 4/);
  await first.getByRole("link", { name: "Show details" }).click();
  await expect(page.getByRole("heading", { level: 1, name: newest[0]! })).toBeVisible();
  await page.goBack();
  await page.getByRole("link", { name: "All numbers" }).click();
  await expect(page.getByText("1–14 of 14")).toBeVisible();
});

test("alerts are told once, and elsewhere in one line that opens", async ({ page }) => {
  await signInAtHome(page);
  const panel = page.getByRole("region", { name: "Open alerts" });
  const expired = panel.getByRole("listitem").filter({ hasText: "The access token of Birch Bakery Pacific has expired." });
  await expect(expired.getByRole("link", { name: "Replace token" })).toBeVisible();
  await expect(page.getByText("The access token of Birch Bakery Pacific has expired.")).toHaveCount(1);

  await openNumbers(page);
  const alerts = page.getByRole("region", { name: "Alerts" });
  const line = alerts.getByRole("button", { name: /open alerts/ });
  await expect(line).toHaveAttribute("aria-expanded", "false");
  await expect(alerts.getByRole("listitem")).toHaveCount(0);
  await showAllAlerts(page);
  await expect(alerts.getByRole("listitem").first()).toBeVisible();
  await line.click();
  await expect(alerts.getByRole("listitem")).toHaveCount(0);

  // On a phone the numbers are in sight, on the dashboard too.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("list", { name: "Numbers" }).getByRole("link").first()).toBeInViewport();
  await goHome(page);
  await expect(tile(page, /Running/)).toBeInViewport();
  await expect(line).toHaveAttribute("aria-expanded", "false");
});

test("a change at Meta moves the counts and the card", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signInAtHome(page);
  await expect(tile(page, /for Meta/)).toBeVisible();
  const [running, waiting] = [await count(page, /Running/), await count(page, /for Meta/)];
  await mark(page);
  await sandbox.patchWaba(WABA, { account_review_status: "PENDING" });
  await expect.poll(() => count(page, /for Meta/)).toBeGreaterThan(waiting);
  expect(await count(page, /Running/)).toBeLessThan(running);
  await sandbox.patchWaba(WABA, { account_review_status: "APPROVED" });
  await expect.poll(() => count(page, /for Meta/)).toBe(waiting);
  await expect.poll(() => count(page, /Running/)).toBe(running);
  await expectNoReload(page);
});

test("the numbers fail alone, and try again", async ({ page }) => {
  await signInAtHome(page);
  await page.route("**/api/v1/**/dashboard", (route) => route.abort());
  await page.reload();
  await expect(page.getByRole("alert").getByRole("heading", { name: "The dashboard could not be loaded" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Open alerts" })).toBeVisible();
  await page.unroute("**/api/v1/**/dashboard");
  await page.getByRole("button", { name: "Try again now" }).click();
  await expect(card(page)).toHaveCount(5);
});

test("the list as cards: the same state, remembered, live", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  await showCards(page);
  await expect(card(page)).toHaveCount(14);
  await expect(table(page)).toHaveCount(0);
  const berlin = card(page, "Birch Bakery Berlin");
  await expect(berlin).toContainText("Running");
  await expect(berlin).toContainText("4 of 4");
  await expect(berlin.getByText("Number registered")).toBeVisible();

  await sandbox.patchPhone(BERLIN, { status: "FLAGGED", quality_rating: "RED" });
  await expect(berlin).toContainText("Flagged");
  await expect(berlin).toContainText("Low");
  await sandbox.patchPhone(BERLIN, { status: "CONNECTED", quality_rating: "GREEN" });
  await expect(berlin).toContainText("Connected");

  await search(page).fill("hamburg");
  await expect(card(page)).toHaveCount(1);
  await page.reload();
  await expect(search(page)).toHaveValue("hamburg");
  await expect(card(page)).toHaveCount(1);
  await search(page).fill("");
  await expect(card(page)).toHaveCount(14);

  await page.getByRole("button", { name: /^Profile: / }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await signIn(page);
  await expect(card(page)).toHaveCount(14);
  await page.getByRole("group", { name: "View" }).getByRole("button", { name: "List" }).click();
  await expect(names(page)).toHaveCount(14);
  await expect(card(page)).toHaveCount(0);
});

test("a card's next step opens the registration where the number stands", async ({ page }) => {
  await signIn(page);
  await showCards(page);
  const koeln = card(page, "Birch Bakery Köln");
  await expect(koeln).toContainText("Needs you");
  await koeln.getByRole("button").click();
  await expect(page.getByRole("dialog")).toContainText("Birch Bakery Köln");
  await page.keyboard.press("Escape");
  await expect(koeln.getByRole("button")).toBeFocused();
});

test("a new organisation is led from connecting to its first numbers", async ({ hub, browser }) => {
  await newOrganisation(hub, { ada: "owner", vic: "viewer" }, async ({ server }) => {
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    await signInAtHome(page, "ada@clienthub.example");
    const guide = page.getByRole("region", { name: "Connect your first WhatsApp Business Account" });
    await expect(guide.getByRole("listitem")).toHaveText([/^1\. Connect/, /^2\. Its numbers/, /^3\. Register/]);
    await expect(guide.getByRole("listitem").first()).toHaveAttribute("aria-current", "step");
    await check(page);
    await fits(page);
    await tabTo(page, guide.getByRole("button", { name: CONNECT }));
    await page.keyboard.press("Enter");
    await expect(idField(connectDialog(page))).toBeFocused();
    await page.keyboard.type(hub.wabaId);
    await page.keyboard.press("Tab");
    await page.keyboard.type(hub.token);
    await page.keyboard.press("Enter");
    await expect(connectDialog(page)).toBeHidden();
    await expect(card(page)).toHaveCount(2);
    await expect(tile(page, /Running/)).toBeVisible();
    await context.close();
  });
});

test("who may not connect reads why", async ({ hub, browser }) => {
  await newOrganisation(hub, { ada: "owner", vic: "viewer" }, async ({ server }) => {
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    await signInAtHome(page, "vic@clienthub.example");
    const guide = page.getByRole("region", { name: "Connect your first WhatsApp Business Account" });
    const reason = "Your role here, Viewer, may not do this. Ask an owner or an admin.";
    await expect(guide.getByRole("paragraph").filter({ hasText: reason })).toBeVisible();
    await expectBlocked(page, guide.getByRole("button", { name: CONNECT }), reason);
    await context.close();
  });
});
