// Every page and dialog by axe in four looks (sign-in: sign_in.spec.ts, first visit: smoke_postgres.spec.ts), and in
// two widths of phones.
import { showAllAlerts } from "../support/alerts.js";
import { TWO_LOOKS, check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { LOOKS } from "../support/looks.js";
import { card, names, openNumber, orgPath, search, showAs, showCards } from "../support/numbers.js";
import { picture } from "../support/picture.js";
import { openNumbers, sendSignIn, signIn, signInAtHome } from "../support/signIn.js";
import { CREATE, createButton, madeDialog, openCreate, openTokens, token } from "../support/tokens.js";
import { CONNECT, connectDialog, openSettings, replaceDialog, sendConnect, tokenField, waba } from "../support/wabas.js";
import { fits } from "../support/width.js";

test.describe.configure({ timeout: 120_000 });

test("sign-in with its errors", async ({ page }) => {
  await sendSignIn(page, "", "");
  await expect(page.getByText("Enter your password.")).toBeVisible();
  await check(page, TWO_LOOKS);
  await fits(page);
});

test("the list, its menus and its empty result", async ({ page }) => {
  await signIn(page);
  await expect(names(page)).toHaveCount(14);
  await check(page);
  await fits(page);

  await page.getByRole("button", { name: "Number status", exact: true }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  // A narrow window has no such menu.
  await check(page, LOOKS.filter(({ width }) => width === 1440));

  await search(page).fill("no such number");
  await expect(page.getByRole("heading", { name: /^No number matches/ })).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "no-match");
});

test("the dashboard, and the list as cards", async ({ page }) => {
  await signInAtHome(page);
  await expect(card(page)).toHaveCount(5);
  await expect(page.getByRole("heading", { name: "Open alerts" })).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "dashboard");

  await openNumbers(page);
  await showCards(page);
  await expect(card(page)).toHaveCount(14);
  await check(page);
  await fits(page);
  await picture(page, "cards");
  await showAllAlerts(page);
  await check(page, TWO_LOOKS);
  await fits(page);
  // The hub remembers it for the tests that follow.
  const saved = page.waitForResponse((answer) => answer.url().endsWith("/me"));
  await showAs(page, "List");
  await saved;
});

test("the list on a phone: filters and sort", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  const rows = page.getByRole("list", { name: "Numbers" }).getByRole("listitem");
  await expect(rows).toHaveCount(14);
  await page.getByRole("button", { name: /^Filters/ }).click();
  const sheet = page.getByRole("dialog", { name: "Filters" });
  await expect(sheet).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "filters");
  await sheet.getByRole("checkbox", { name: "Flagged" }).check();
  await sheet.getByRole("button", { name: "Show 1 number" }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("Birch Pop-up Store");
  await page.getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("menuitemradio", { name: "Deutsch" })).toBeVisible();
  await fits(page);
});

test("a number: ready, declined, unregistered, disconnected; and its activity", async ({ page }) => {
  await signIn(page);
  const list = page.url();
  const numbers = [
    ["ready", "Birch Bakery Berlin"],
    ["declined", "Birch Boulangerie Paris"],
    ["unregistered", "Birch Bakery Köln"],
    ["disconnected", "Birch Bakery Sydney"],
  ] as const;
  for (const [state, name] of numbers) {
    await test.step(state, async () => {
      await page.goto(list);
      await openNumber(page, name);
      await expect(page.getByRole("region", { name: "Health" })).toBeVisible();
      await check(page, state === "ready" ? LOOKS : TWO_LOOKS);
      await fits(page);
      await picture(page, `number-${state}`, TWO_LOOKS);
    });
  }
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Today" })).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "activity");
});

test("settings and its dialogs", async ({ page }) => {
  await signIn(page);
  await openSettings(page);
  await expect(waba(page, "Birch Bakery GmbH")).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "settings");

  await waba(page, "Birch Bakery GmbH").getByRole("button", { name: "Disconnect…" }).click();
  const disconnect = page.getByRole("dialog", { name: "Disconnect this WABA" });
  await expect(disconnect).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "disconnect");
  await page.keyboard.press("Escape");
  await expect(disconnect).toBeHidden();

  await waba(page, "Birch Bakery Pacific").getByRole("button", { name: "Replace token…" }).click();
  await expect(tokenField(replaceDialog(page))).toBeVisible();
  await check(page, TWO_LOOKS);
});

test("access tokens: the list, what is asked for, and the secret", async ({ page }) => {
  await signIn(page);
  await openTokens(page);
  await expect(page.getByRole("heading", { name: "No access token yet" })).toBeVisible();
  await check(page, TWO_LOOKS);
  const dialog = await openCreate(page);
  await dialog.getByRole("checkbox", { name: "See numbers" }).uncheck();
  await dialog.getByLabel("Expires").selectOption("On a date…");
  await dialog.getByRole("button", { name: CREATE }).click();
  await expect(dialog.getByText("Choose at least one.")).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "token-create");
  await dialog.getByRole("checkbox", { name: "See numbers" }).check();
  await dialog.getByLabel("Expires").selectOption("Never");
  await dialog.getByLabel("Name").fill("Warehouse");
  await dialog.getByRole("button", { name: CREATE }).click();
  const made = madeDialog(page);
  await expect(made).toBeVisible();
  await check(page);
  await fits(page);
  await made.getByRole("checkbox").check();
  await made.getByRole("button", { name: "Done" }).click();
  await expect(token(page, "Warehouse")).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "tokens");
  await token(page, "Warehouse").getByRole("button").click();
  await expect(page.getByRole("dialog", { name: "Revoke this access token" })).toBeVisible();
  await check(page, TWO_LOOKS);
  await fits(page);
});

test("access tokens for who may not, and scopes that cannot be given", async ({ page }) => {
  await signIn(page, "viewer@clienthub.example");
  await openTokens(page);
  await expect(createButton(page)).toHaveAttribute("aria-disabled", "true");
  await check(page);
  await fits(page);
  await page.context().clearCookies();
  await signIn(page, "developer@clienthub.example");
  await openTokens(page);
  await openCreate(page);
  await check(page, TWO_LOOKS);
  await fits(page);
});

test("the profile, with its errors", async ({ page }) => {
  await signIn(page);
  await page.goto(`${orgPath(page)}/settings/profile`);
  await page.getByLabel("Name").fill("");
  await page.getByRole("button", { name: "Save profile" }).click();
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Fill this in.")).toHaveCount(2);
  await check(page);
  await fits(page);
  await picture(page, "profile");
  await page.getByRole("button", { name: /^Profile: / }).click();
  await expect(page.getByRole("menuitem", { name: "Profile" })).toBeVisible();
  await check(page, TWO_LOOKS);
});

test("the connect dialog, with its errors", async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: CONNECT }).click();
  await expect(connectDialog(page)).toBeVisible();
  await connectDialog(page).getByText("Where to find both").click();
  await check(page);
  await fits(page);
  await sendConnect(page, "12", "short");
  await expect(connectDialog(page).getByText("The id has 5 to 25 digits and nothing else.")).toBeVisible();
  await check(page, TWO_LOOKS);
  await fits(page);
  await picture(page, "connect");
});

test("nothing here, inside and outside an organisation", async ({ page }) => {
  await signIn(page);
  for (const address of [`${orgPath(page)}/nothing`, "/nothing"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    await check(page);
    await fits(page);
  }
  await picture(page, "nothing-here");
});
