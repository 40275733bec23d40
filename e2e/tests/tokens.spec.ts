// Access tokens in Settings: made, shown once, used as a program would, revoked; and who may not.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "../support/hub.js";
import { tabTo } from "../support/keyboard.js";
import { orgPath } from "../support/numbers.js";
import { newOrganisation } from "../support/organisation.js";
import { signIn, signInAtHome } from "../support/signIn.js";
import { expectBlocked } from "../support/tip.js";
import {
  CREATE,
  SECRET,
  call,
  createButton,
  createToken,
  madeDialog,
  openCreate,
  openTokens,
  token,
} from "../support/tokens.js";
import { toast } from "../support/wabas.js";

const run = promisify(execFile);

test.describe.configure({ timeout: 120_000 });

test("a token is made, shown once, works, and is revoked", async ({ page, hub }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page);
  await page.goto(`${orgPath(page)}/settings`);
  await expect(page.getByRole("heading", { level: 1, name: "WhatsApp accounts" })).toBeVisible();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Access tokens" }).click();
  await expect(page.getByRole("heading", { name: "No access token yet" })).toBeVisible();

  const dialog = await openCreate(page);
  await test.step("what is missing is said where it is missing", async () => {
    await dialog.getByRole("checkbox", { name: "See numbers" }).uncheck();
    await dialog.getByLabel("Expires").selectOption("On a date…");
    await dialog.getByRole("button", { name: CREATE }).click();
    await expect(dialog.getByLabel("Name")).toHaveAccessibleDescription(/^Fill this in\./);
    await expect(dialog.getByLabel("Name")).toBeFocused();
    await expect(dialog.getByText("Choose at least one.")).toBeVisible();
    await dialog.getByLabel("Last day").fill("2020-02-20");
    await dialog.getByRole("button", { name: CREATE }).click();
    await expect(dialog.getByLabel("Last day")).toHaveAccessibleDescription(
      "Choose a time in the future, at most ten years from now.",
    );
  });

  await dialog.getByLabel("Name").fill("  Warehouse ");
  await dialog.getByRole("checkbox", { name: "See numbers" }).check();
  await dialog.getByLabel("Expires").selectOption({ label: (await dialog.locator("option").nth(0).textContent()) ?? "" });
  await dialog.getByRole("button", { name: CREATE }).click();

  const made = madeDialog(page);
  const field = made.getByLabel("Your token");
  await expect(field).toBeFocused();
  const secret = await field.inputValue();
  expect(secret).toMatch(SECRET);

  await test.step("it stays until it is said to be kept", async () => {
    await expect(made).toContainText("We show it only now.");
    const done = made.getByRole("button", { name: "Done" });
    await expect(done).toHaveAttribute("aria-disabled", "true");
    await expect(done).toHaveAccessibleDescription("Tick the box first.");
    await done.click({ force: true });
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await made.getByRole("button", { name: "Close" }).click({ force: true });
    await expect(field).toHaveValue(secret);
    await made.getByRole("button", { name: "Copy token" }).click();
    await expect(made.getByText("Copied")).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await made.getByRole("button", { name: "Copy example" }).click();
    const example = await page.evaluate(() => navigator.clipboard.readText());
    expect(example).toContain(`${hub.url}/api/v1${orgPath(page)}/numbers`);
    const { stdout } = await run("sh", ["-c", `${example} -s`]);
    expect(JSON.parse(stdout).total).toBe(14);
    await made.getByRole("checkbox", { name: "I have stored the token in a safe place" }).check();
    await done.click();
    await expect(made).toBeHidden();
    await expect(createButton(page)).toBeFocused();
    expect(await page.content()).not.toContain(secret);
  });

  const numbers = `${hub.url}/api/v1${orgPath(page)}/numbers`;
  expect((await call(numbers, secret)).status).toBe(200);
  expect((await call(`${numbers.replace("/numbers", "/tokens")}`, secret)).status).toBe(403);

  await page.reload();
  const row = token(page, "Warehouse");
  await expect(row).toContainText(`${secret.slice(0, 8)}…`);
  await expect(row).toContainText("See numbers");
  await expect(row).toContainText(/created .* by Mara Lindt/);
  await expect(row).toContainText(/last used/);
  await expect(row).toContainText(/expires \d+ \w+ \d{4}/);

  const revoke = row.getByRole("button", { name: "Revoke Warehouse" });
  await revoke.click();
  const asked = page.getByRole("dialog", { name: "Revoke this access token" });
  await expect(asked).toContainText("Whatever uses it is refused from its next request on.");
  await asked.getByRole("button", { name: "Cancel" }).click();
  await expect(revoke).toBeFocused();
  expect((await call(numbers, secret)).status).toBe(200);
  await revoke.click();
  await asked.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(toast(page, "Warehouse is revoked.")).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("main")).toBeFocused();
  expect((await call(numbers, secret)).status).toBe(401);
});

test("by the keyboard alone", async ({ page }) => {
  const keys = page.keyboard;
  await signIn(page);
  await openTokens(page);
  await tabTo(page, createButton(page));
  await keys.press("Enter");
  const dialog = page.getByRole("dialog", { name: CREATE });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await keys.type("By keys");
  await tabTo(page, dialog.getByRole("checkbox", { name: "Templates" }));
  await keys.press("Space");
  await keys.press("Enter");
  const made = madeDialog(page);
  await expect(made.getByLabel("Your token")).toBeFocused();
  await tabTo(page, made.getByRole("checkbox"));
  await keys.press("Space");
  await tabTo(page, made.getByRole("button", { name: "Done" }));
  await keys.press("Enter");
  await expect(made).toBeHidden();
  const row = token(page, "By keys");
  await expect(row).toContainText("See numbers · Templates");
  await tabTo(page, row.getByRole("button", { name: "Revoke By keys" }));
  await keys.press("Enter");
  const asked = page.getByRole("dialog", { name: "Revoke this access token" });
  await tabTo(page, asked.getByRole("button", { name: "Revoke", exact: true }));
  await keys.press("Enter");
  await expect(row).toHaveCount(0);
});

test("page by page", async ({ page, hub }) => {
  await signIn(page);
  await openTokens(page);
  const secret = await createToken(page, "Maker", ["Keys and tokens"]);
  const tokens = `${hub.url}/api/v1${orgPath(page)}/tokens`;
  for (let made = 0; made < 26; made += 1) {
    const body = JSON.stringify({ name: `Token ${made}`, scopes: ["numbers.read"] });
    expect((await call(tokens, secret, { method: "POST", body })).status).toBe(201);
  }
  await page.reload();
  const rows = page.getByRole("list", { name: "Access tokens" }).getByRole("listitem");
  await expect(rows).toHaveCount(25);
  await expect(page.getByText("1–25 of 27")).toBeVisible();
  await page.getByRole("button", { name: "Next" }).click();
  await expect(rows).toHaveCount(2);
  await expect(page.getByText("26–27 of 27")).toBeVisible();
  await expect(token(page, "Maker")).toContainText("never expires");
  await page.reload();
  await expect(rows).toHaveCount(2);
  await page.getByRole("button", { name: "Previous" }).click();
  await expect(rows).toHaveCount(25);
  await page.goBack();
  await expect(rows).toHaveCount(2);
  // The last row of a page takes the page with it.
  for (const name of ["Token 0", "Maker"]) {
    await page.getByRole("button", { name: `Revoke ${name}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
    await expect(token(page, name)).toHaveCount(0);
  }
  await expect(rows).toHaveCount(25);
  await expect(page).toHaveURL(/\/settings\/tokens$/);
});

test("a viewer sees the button with its reason, and why there is no list", async ({ page }) => {
  const reason = "Your role here, Viewer, may not do this. Ask an owner, an admin or a developer.";
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await signIn(page, "viewer@clienthub.example");
  await openTokens(page);
  await expectBlocked(page, createButton(page), reason);
  await expect(page.getByRole("heading", { name: "Your role does not see access tokens" })).toBeVisible();
  await expect(page.getByRole("main").getByText(reason).last()).toBeVisible();
  expect(asked.filter((url) => url.includes("/api/v1/") && url.includes("/tokens"))).toEqual([]);
});

test("a developer gives no permission that is not theirs", async ({ page }) => {
  await signIn(page, "developer@clienthub.example");
  await openTokens(page);
  const dialog = await openCreate(page);
  const refused = dialog.getByRole("checkbox", { name: "Cancel subscriptions" });
  await expect(refused).toHaveAttribute("aria-disabled", "true");
  await expect(refused).toHaveAccessibleDescription(/You may not do this yourself\. Ask an owner\.$/);
  await refused.click({ force: true });
  await refused.focus();
  await page.keyboard.press("Space");
  await expect(refused).not.toBeChecked();
  await dialog.getByRole("checkbox", { name: "Keys and tokens" }).check();
  await dialog.getByLabel("Name").fill("Deploy");
  await dialog.getByRole("button", { name: CREATE }).click();
  await expect(madeDialog(page).getByLabel("Your token")).toHaveValue(SECRET);
});

test("a token whose maker may do less says so", async ({ hub, browser }) => {
  await newOrganisation(hub, { ada: "owner", ben: "admin" }, async ({ server, setRole }) => {
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    await signInAtHome(page, "ben@clienthub.example");
    await openTokens(page);
    await createToken(page, "Stock", ["Templates", "Manage numbers"]);
    await setRole("ben", "editor");
    await context.clearCookies();
    await signInAtHome(page, "ada@clienthub.example");
    await openTokens(page);
    await expect(token(page, "Stock")).toContainText("See numbers · Manage numbers · Templates");
    await expect(token(page, "Stock")).toContainText("It does less. The role of ben no longer allows: Manage numbers.");
    await context.close();
  });
});
