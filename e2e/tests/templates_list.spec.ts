// The templates of a WABA: found, synced, copied and imported.
import { TWO_LOOKS, check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { tabTo } from "../support/keyboard.js";
import { orgPath } from "../support/numbers.js";
import { Sandbox } from "../support/sandbox.js";
import { act, chip, family, openTemplates, search, table } from "../support/templates.js";
import { toast } from "../support/wabas.js";
import { fits } from "../support/width.js";

const WABA = "120000000000001";

test("the demo's families with their languages, found by search and filters", async ({ page }) => {
  await openTemplates(page);
  await expect(page.getByText(/^9 families, 12 of 6,000 templates used · synced with Meta /)).toBeVisible();
  await expect(table(page).getByRole("row")).toHaveCount(10);
  await expect(chip(page, "order_ready", "English \\(US\\)|English \\(United States\\)")).toHaveAccessibleName(/: Approved$/);

  await search(page).fill("delivery");
  await expect(page).toHaveURL(/[?&]q=delivery/);
  await expect(family(page, "delivery_on_its_way")).toBeVisible();
  await expect(family(page, "winter_hours")).toBeHidden();
  await search(page).fill("no such template");
  await expect(page.getByRole("heading", { name: "No template fits" })).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  await expect(table(page).getByRole("row")).toHaveCount(10);

  await page.getByRole("button", { name: "Category", exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Authentication" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/[?&]category=authentication/);
  await expect(table(page).getByRole("row")).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole("button", { name: "Category: Authentication" })).toBeVisible();
  await expect(table(page).getByRole("row")).toHaveCount(2);
});

test("what the list shows can be used by all, and fits a phone", async ({ page }) => {
  await openTemplates(page);
  await expect(table(page).getByRole("row")).toHaveCount(10);
  await check(page);
  await fits(page);
  await family(page, "order_ready").getByRole("button", { name: "Actions for order_ready" }).click();
  await expect(page.getByRole("menu")).toBeInViewport({ ratio: 1 });
  await check(page, TWO_LOOKS.slice(0, 1));
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: "Select order_ready" }).check();
  await expect(page.getByText("1 selected")).toBeVisible();
  await check(page, TWO_LOOKS);
  await fits(page);
});

test("the page of one: where it stands, its versions, what happened", async ({ page }) => {
  await openTemplates(page);
  await family(page, "order_ready").getByRole("link", { name: "order_ready", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "order_ready" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Where it stands" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Versions" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What happened" })).toBeVisible();
  await check(page);
  await fits(page);
});

test("a row is previewed in each language", async ({ page }) => {
  await openTemplates(page);
  await act(page, "order_ready", "Preview");
  const dialog = page.getByRole("dialog", { name: "order_ready" });
  await expect(dialog.getByRole("region", { name: "Preview" })).toContainText("Abholung");
  await dialog.getByLabel("Language").selectOption({ label: "French · In review" });
  await expect(dialog.getByRole("region", { name: "Preview" })).toContainText("Retrait");
  await check(page, TWO_LOOKS);
  await dialog.getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "order_ready" })).toBeVisible();
});

test("a language and a copy begin as drafts in the editor", async ({ page }) => {
  await openTemplates(page);
  await family(page, "winter_hours").getByRole("button", { name: "Add language to winter_hours" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a language" });
  await dialog.getByRole("button", { name: "Make a draft" }).click();
  await expect(dialog.getByText("Choose a language.")).toBeVisible();
  await check(page, TWO_LOOKS);
  await dialog.getByLabel("Language", { exact: true }).selectOption("it");
  await dialog.getByRole("button", { name: "Make a draft" }).click();
  await expect(page).toHaveURL(/\/edit\?beside=tpl_/);
  await expect(page.getByRole("region", { name: "To translate" })).toContainText("From December on");

  await page.goto(`${orgPath(page)}/templates`);
  await expect(chip(page, "winter_hours", "Italian")).toHaveAccessibleName("Italian: Draft");
  await act(page, "winter_hours", "Duplicate…");
  const copy = page.getByRole("dialog", { name: "Duplicate a template" });
  await copy.getByLabel("New name").fill("Winter Hours");
  await copy.getByRole("button", { name: "Make a draft" }).click();
  await expect(copy.getByText("A name has 1 to 512 small letters", { exact: false })).toBeVisible();
  await copy.getByLabel("New name").fill("winter_hours_2027");
  await copy.getByRole("button", { name: "Make a draft" }).click();
  await expect(page).toHaveURL(/\/edit$/);
  await page.goto(`${orgPath(page)}/templates`);
  await expect(family(page, "winter_hours_2027")).toBeVisible();
});

test("an import is planned first, then each becomes a draft", async ({ page }) => {
  await openTemplates(page);
  await page.getByRole("button", { name: "More: import and export" }).click();
  await page.getByRole("menuitem", { name: "Import…" }).click();
  const dialog = page.getByRole("dialog", { name: "Import templates" });
  const text = dialog.getByLabel("Templates as JSON");
  await text.fill("no JSON");
  await dialog.getByRole("button", { name: "Check" }).click();
  await expect(dialog.getByText("This is no JSON with templates.")).toBeVisible();
  const body = { type: "BODY", text: "Our shop is closed on Monday. See you on Tuesday!" };
  await text.fill(JSON.stringify([{ name: "closed_on_monday", language: "en_US", category: "UTILITY", components: [body] }]));
  await dialog.getByRole("button", { name: "Check" }).click();
  await expect(dialog.getByText("closed_on_monday · en_US")).toBeVisible();
  await check(page, TWO_LOOKS);
  await dialog.getByRole("button", { name: "Import 1 draft" }).click();
  await expect(toast(page, "1 draft was imported.")).toBeVisible();
  await expect(family(page, "closed_on_monday")).toBeVisible();
});

test("the keyboard alone: search, a row's menu, a dialog and back", async ({ page }) => {
  await openTemplates(page);
  await expect(table(page).getByRole("row").first()).toBeVisible();
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("cake");
  await expect(table(page).getByRole("row")).toHaveCount(2);
  const menu = page.getByRole("button", { name: "Actions for cake_catalogue" });
  await tabTo(page, menu);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Preview" })).toBeFocused();
  await page.keyboard.press("Enter");
  const preview = page.getByRole("dialog", { name: "cake_catalogue" });
  await expect(preview.getByText("Our cakes for this season", { exact: false })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(preview).toBeHidden();
  await expect(menu).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("d");
  await expect(page.getByRole("menuitem", { name: "Duplicate…" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("New name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Duplicate a template" })).toBeHidden();
});

test("the library: found, looked at, and taken as it is", async ({ page }) => {
  await openTemplates(page);
  await page.getByRole("link", { name: "Template library" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Template library" })).toBeVisible();
  await page.getByRole("combobox", { name: "Language" }).selectOption("en_US");
  await expect(page).toHaveURL(/[?&]language=en_US/);
  const card = page.getByRole("article", { name: "account_created_1" });
  await expect(card).toBeVisible();
  await check(page);
  await fits(page);
  await card.getByRole("button", { name: "Use this" }).click();
  const dialog = page.getByRole("dialog", { name: "Use this" });
  await dialog.getByLabel("Name of the template").fill("account_ready");
  await dialog.getByRole("button", { name: "Send as it is" }).click();
  await expect(dialog.getByText("An address begins with", { exact: false })).toBeVisible();
  await check(page, TWO_LOOKS);
  await dialog.getByLabel(/^Address behind/).fill("https://birch.example/confirm");
  await dialog.getByRole("button", { name: "Send as it is" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "account_ready" })).toBeVisible();
});

test("a template with a code is taken from the library with all that Meta asks for", async ({ page }) => {
  await openTemplates(page);
  await page.goto(`${page.url()}/library?q=verification`);
  await page.getByRole("article", { name: "verify_code_1" }).getByRole("button", { name: "Use this" }).click();
  const dialog = page.getByRole("dialog", { name: "Use this" });
  await dialog.getByLabel("Name of the template").fill("my_code");
  await dialog.getByLabel("Minutes that the code is good for").fill("200");
  await dialog.getByLabel("How the code gets into the app").selectOption("ZERO_TAP");
  await dialog.getByRole("button", { name: "Send as it is" }).click();
  await expect(dialog.getByText("Give a whole number from 1 to 90, or nothing.")).toBeVisible();
  await expect(dialog.getByText("Zero-tap needs this.")).toBeVisible();
  await check(page, TWO_LOOKS);
  await dialog.getByLabel("Minutes that the code is good for").fill("5");
  await dialog.getByRole("checkbox", { name: /zero-tap/ }).check();
  await dialog.getByLabel("Package name").fill("com.example.bakery");
  await dialog.getByLabel("Signature hash").fill("K8a/AINcGX7");
  await dialog.getByRole("button", { name: "Send as it is" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "my_code" })).toBeVisible();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("is your verification code. For your security, do not share this code.");
  await expect(preview).toContainText("expires in 5 minutes");
});

test("600 templates come by a sync, page by page, and the page says what changed", async ({ page, hub }) => {
  test.slow();
  await openTemplates(page);
  const sandbox = new Sandbox(hub);
  await sandbox.fillTemplates(WABA, 600);
  const sync = page.getByRole("button", { name: /^Sync/ });
  // The hub's own first sync was a moment ago.
  await sync.click({ timeout: 45_000 });
  await expect(page.getByText(/ 600 of | 600 templates used/)).toBeVisible({ timeout: 30_000 });
  const changes = page.getByRole("button", { name: /changes at Meta/ });
  await changes.click();
  await expect(page.getByRole("dialog", { name: "What changed at Meta" }).getByText("Added at Meta").first()).toBeVisible();
  await check(page, TWO_LOOKS);
  await page.keyboard.press("Escape");
  const first = await table(page).getByRole("row").nth(1).textContent();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Next" }).click();
  await expect(page).toHaveURL(/[?&]page=2/);
  await expect(table(page).getByRole("row").nth(1)).not.toHaveText(first!);
});
