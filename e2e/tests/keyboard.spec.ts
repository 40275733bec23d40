// Without a mouse: from sign-in to a number and back, through menus and dialogs.
import { expect, test } from "../support/hub.js";
import { tabTo } from "../support/keyboard.js";
import { names, search } from "../support/numbers.js";
import { DEMO, PASSWORD } from "../support/signIn.js";
import { CONNECT, connectDialog, idField } from "../support/wabas.js";

test("everything is reached by the keyboard alone", async ({ page }) => {
  const keys = page.keyboard;

  await test.step("signing in", async () => {
    await page.goto("/");
    await expect(page.getByLabel("E-mail")).toBeFocused();
    await keys.type(DEMO);
    await tabTo(page, page.getByLabel("Password", { exact: true }));
    await keys.type(PASSWORD);
    await keys.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  });

  await test.step("from the dashboard's counts to the list and its cards", async () => {
    await tabTo(page, page.getByRole("link", { name: /Running/ }));
    await keys.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Numbers" })).toBeVisible();
    await expect(page).toHaveURL(/attention=none/);
    await tabTo(page, page.getByRole("button", { name: "Cards", exact: true }));
    await keys.press("Enter");
    await expect(page.getByRole("article").first()).toBeVisible();
    await keys.press("Shift+Tab");
    await keys.press("Space");
    await tabTo(page, page.getByRole("button", { name: /^All/ }));
    await keys.press("Enter");
    await expect(names(page)).toHaveCount(14);
  });

  await test.step("the skip link is first and leads to the content", async () => {
    await page.reload();
    await expect(names(page)).toHaveCount(14);
    await keys.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await keys.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  await test.step("a filter's menu", async () => {
    const filter = page.getByRole("button", { name: /^Number status/ });
    await tabTo(page, filter);
    await keys.press("Enter");
    await expect(page.getByRole("menuitemcheckbox").first()).toBeFocused();
    await keys.press("f");
    const flagged = page.getByRole("menuitemcheckbox", { name: "Flagged" });
    await expect(flagged).toBeFocused();
    await keys.press("Space");
    await expect(flagged).toHaveAttribute("aria-checked", "true");
    await expect(names(page)).toHaveCount(1);
    await keys.press("Space");
    await expect(names(page)).toHaveCount(14);
    await expect(flagged).toBeFocused();
    await keys.press("Escape");
    await expect(page.getByRole("menu")).toBeHidden();
    await expect(filter).toBeFocused();
  });

  await test.step("search by the slash", async () => {
    await keys.press("/");
    await expect(search(page)).toBeFocused();
    await keys.type("hamburg/");
    await expect(search(page)).toHaveValue("hamburg/");
    await keys.press("Backspace");
    await expect(names(page)).toHaveText(["Birch Bakery Hamburg"]);
    await expect(search(page)).toBeFocused();
  });

  await test.step("a number and its tabs", async () => {
    await tabTo(page, names(page).first());
    await keys.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Birch Bakery Hamburg" })).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
    const activity = page.getByRole("link", { name: "Activity" });
    await tabTo(page, activity);
    await keys.press("Enter");
    await expect(page).toHaveURL(/\/activity$/);
    await expect(activity).toHaveAttribute("aria-current", "page");
    const details = page.getByRole("link", { name: "Details" });
    await tabTo(page, details);
    await keys.press("Enter");
    await expect(details).toHaveAttribute("aria-current", "page");
  });

  await test.step("the dialog holds the focus and gives it back", async () => {
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await expect(names(page)).toHaveCount(1);
    const button = page.getByRole("button", { name: CONNECT });
    await tabTo(page, button);
    await keys.press("Enter");
    const dialog = connectDialog(page);
    await expect(idField(dialog)).toBeFocused();
    for (let stop = 0; stop < 12; stop += 1) {
      await keys.press("Tab");
      // Between the last control and the first the browser's own bar has its turn, which counts as the body.
      const inside = await page.evaluate(() => {
        const active = document.activeElement;
        return active === document.body || active?.closest("dialog") !== null;
      });
      expect(inside, "the focus left the dialog").toBe(true);
    }
    await keys.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
  });

  await test.step("theme, language and signing out", async () => {
    const theme = page.getByRole("button", { name: "Switch between light and dark" });
    await tabTo(page, theme);
    await keys.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "clienthub-dark");
    await keys.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "clienthub-light");
    await tabTo(page, page.getByRole("button", { name: /^Profile: / }));
    await keys.press("ArrowDown");
    await expect(page.getByRole("menuitem", { name: "Profile" })).toBeFocused();
    await keys.press("ArrowDown");
    await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
    await keys.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  });
});
