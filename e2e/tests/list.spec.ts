// The list of many numbers: its whole state is in the address, so that links, reloads and the back button work.
import { expect, test } from "../support/hub.js";
import { cell, names, orgPath, search, table } from "../support/numbers.js";
import { PASSWORD, signIn } from "../support/signIn.js";

test.use({ hubOptions: { arguments: ["--numbers", "120"] } });

const FIRST = "1–25 of 128";
const SECOND = "26–50 of 128";
const NOTHING_HERE = "There is nothing here";

function parameter(url: string, name: string): string | null {
  return new URL(url).searchParams.get(name);
}

test("pages: forward, back, by link and by reload", async ({ page }) => {
  await signIn(page);
  await expect(page.getByText("128 numbers in 4 WhatsApp Business Accounts")).toBeVisible();
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(page.getByText(FIRST)).toBeVisible();
  await expect(pages.getByRole("button", { name: "Previous" })).toBeDisabled();
  const top = await names(page).first().textContent();

  await pages.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText(SECOND)).toBeVisible();
  expect(parameter(page.url(), "page")).toBe("2");
  expect(parameter(page.url(), "cursor")).toBeTruthy();
  const second = page.url();
  const topOfSecond = await names(page).first().textContent();
  expect(topOfSecond).not.toBe(top);

  await page.goBack();
  await expect(page.getByText(FIRST)).toBeVisible();
  await expect(names(page).first()).toHaveText(top!);
  await page.goForward();
  await expect(page.getByText(SECOND)).toBeVisible();
  await page.reload();
  await expect(page.getByText(SECOND)).toBeVisible();
  await expect(names(page).first()).toHaveText(topOfSecond!);
  await pages.getByRole("button", { name: "Previous" }).click();
  await expect(page.getByText(FIRST)).toBeVisible();

  const link = await page.context().newPage();
  await link.goto(second);
  await expect(link.getByText(SECOND)).toBeVisible();
  await expect(names(link).first()).toHaveText(topOfSecond!);

  const next = pages.getByRole("button", { name: "Next" });
  const seen: string[] = [];
  for (;;) {
    const shown = await names(page).evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
    seen.push(...shown);
    if (await next.isDisabled()) {
      break;
    }
    await next.click();
    await expect(names(page).first()).not.toHaveAttribute("href", shown[0]!);
  }
  expect(seen).toHaveLength(128);
  expect(new Set(seen).size, "every number once").toBe(128);
});

test("search, filters and sort", async ({ page }) => {
  await signIn(page);
  await search(page).fill("koln");
  await expect(page).toHaveURL(/[?&]q=koln/);
  await expect(names(page).first()).toContainText("Köln");
  await search(page).fill("+49 30 23125 066");
  await expect(names(page)).toHaveText(["Birch Pop-up Store"]);
  await search(page).fill("130000000000009");
  await expect(names(page)).toHaveText(["Birch Wholesale Seattle"]);
  await search(page).fill("");
  await expect(page.getByText(FIRST)).toBeVisible();
  await expect(page).not.toHaveURL(/[?&]q=/);

  await page.getByRole("button", { name: "Number status", exact: true }).click();
  const flagged = page.getByRole("menuitemcheckbox", { name: "Flagged" });
  await flagged.click();
  await expect(flagged).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");
  const set = page.getByRole("button", { name: "Number status: Flagged" });
  await expect(set).toBeFocused();
  await expect(page).toHaveURL(/[?&]status=flagged/);
  await expect(table(page).getByRole("row").filter({ hasText: "Connected" })).toHaveCount(0);
  await expect(cell(page, "Birch Pop-up Store", "status")).toHaveText("Flagged");

  await page.goBack();
  await expect(page.getByText(FIRST)).toBeVisible();
  await expect(set).toBeHidden();
  await page.goForward();
  await expect(set).toBeVisible();
  await set.click();
  await page.getByRole("menuitem", { name: "Clear this filter" }).click();
  await expect(page.getByText(FIRST)).toBeVisible();

  const filters: [string, string, RegExp][] = [
    ["WABA status", "Restricted", /waba_status=restricted/],
    ["Quality", "Medium", /quality=medium/],
    ["Limit", "10K", /limit_tier=/],
    ["WABA", "Birch Wholesale Inc.", /waba=waba_/],
  ];
  for (const [filter, choice, url] of filters) {
    await page.getByRole("button", { name: filter, exact: true }).click();
    await page.getByRole("menuitemcheckbox", { name: choice, exact: true }).click();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: `${filter}: ${choice}` })).toBeVisible();
    await expect(page).toHaveURL(url);
  }
  await expect(names(page)).toHaveText(["Birch Wholesale Seattle"]);

  await page.goto(`${orgPath(page)}/numbers`);
  await page.getByRole("button", { name: "Sort: Added, newest first" }).click();
  await page.getByRole("menuitemradio", { name: "Name, A to Z" }).click();
  await expect(page).toHaveURL(/[?&]sort=name/);
  await expect(table(page).getByRole("columnheader", { name: "Display name, number, WABA" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await expect(names(page).first()).toHaveText(/^Birch/);
  const shown = (await names(page).allTextContents()).map(folded);
  expect(shown).toEqual([...shown].sort());

  const turn = page.getByRole("group", { name: "Filter by whose turn it is" });
  const needYou = turn.getByRole("button", { name: /^Need you/ });
  await needYou.click();
  await expect(needYou).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/attention=client/);
  await expect(table(page).getByRole("row").filter({ hasText: "nothing to do" })).toHaveCount(0);
});

function folded(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replace("official business account", "");
  return plain.trim().toLowerCase();
}

test("a link restores everything, and no match has one way out", async ({ page }) => {
  await signIn(page);
  const numbers = `${orgPath(page)}/numbers`;
  await page.goto(`${numbers}?q=hamburg&status=connected,flagged&sort=-name`);
  await expect(search(page)).toHaveValue("hamburg");
  await expect(page.getByRole("button", { name: "Number status: Flagged, Connected" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sort: Name, Z to A" })).toBeVisible();
  await expect(table(page).getByRole("row").filter({ hasText: "Restricted" })).toHaveCount(0);

  const list = page.url();
  await names(page).first().click();
  await expect(page.getByRole("region", { name: "WhatsApp channel" })).toBeVisible();
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page).toHaveURL(/\/activity$/);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(list);
  await expect(search(page)).toHaveValue("hamburg");

  await search(page).fill("no such number");
  await expect(
    page.getByRole("heading", { name: "No number matches “no such number” with Flagged and Connected" }),
  ).toBeVisible();
  await expect(page.getByText("128 numbers are hidden by search and filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  await expect(search(page)).toHaveValue("");
  await expect(page.getByText(FIRST)).toBeVisible();
  await expect(page.getByRole("button", { name: "Sort: Name, Z to A" })).toBeVisible();

  await page.goto(`${numbers}?status=nonsense&sort=nonsense&cursor=stale&page=9`);
  await expect(page.getByText(FIRST)).toBeVisible();
});

test("addresses of nothing lead to a page that says so", async ({ page }) => {
  await signIn(page);
  const org = orgPath(page);
  const inside = [
    `${org}/numbers/num_01jwt3v8kfe4m9b2q6xs000001`,
    `${org}/numbers/num_01jwt3v8kfe4m9b2q6xs000001/activity`,
    `${org}/numbers/12`,
    `${org}/nothing/at/all`,
  ];
  for (const address of inside) {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: NOTHING_HERE })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }
  await page.getByRole("link", { name: "Go to the numbers" }).click();
  await expect(page.getByText(FIRST)).toBeVisible();

  for (const address of ["/nothing", "/orgs/org_01jwt3v8kfe4m9b2q6xs000001/numbers", "/orgs/nonsense/numbers"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: NOTHING_HERE })).toBeVisible();
  }
  await page.getByRole("link", { name: "Go to the start" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
});

test("signing in goes on to the link that was opened", async ({ page, browser, hub }) => {
  await signIn(page);
  const path = (await names(page).first().getAttribute("href"))!;
  const context = await browser.newContext({ baseURL: hub.url });
  const stranger = await context.newPage();
  await stranger.goto(`${path}/activity?from=mail`);
  await stranger.getByLabel("E-mail").fill("viewer@clienthub.example");
  await stranger.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger).toHaveURL(`${path}/activity?from=mail`);
  await expect(stranger.getByRole("link", { name: "Activity" })).toHaveAttribute("aria-current", "page");
  await context.close();
});
