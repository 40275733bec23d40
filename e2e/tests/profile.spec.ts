// What people change about themselves: name, language, theme and view follow them; a new password ends other sessions.
import type { Browser, Page } from "@playwright/test";
import { type Hub, expect, test } from "../support/hub.js";
import { tabTo } from "../support/keyboard.js";
import { orgPath } from "../support/numbers.js";
import { PASSWORD, sendSignIn, signInAtHome } from "../support/signIn.js";
import { toast } from "../support/wabas.js";

async function elsewhere(browser: Browser, hub: Hub, locale = "en-US"): Promise<Page> {
  const context = await browser.newContext({ baseURL: hub.url, locale, colorScheme: "light" });
  return context.newPage();
}

async function openProfile(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Profile: / }).click();
  await page.getByRole("menuitem", { name: "Profile" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
}

async function expectLook(page: Page, language: string, theme: "light" | "dark"): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await expect(page.locator("html")).toHaveAttribute("data-theme", `clienthub-${theme}`);
}

test("a new name is in the header at once", async ({ page }) => {
  await signInAtHome(page, "editor@clienthub.example");
  await openProfile(page);
  const name = page.getByLabel("Name");
  await expect(name).toHaveValue("Edda Editor");
  await name.fill("  ");
  await name.blur();
  await expect(name).toHaveAccessibleDescription("Fill this in.");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(name).toBeFocused();
  await name.fill(" Edda van Elm ");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(toast(page, "Your profile is saved.")).toBeVisible();
  await expect(name).toHaveValue("Edda van Elm");
  await expect(page.getByRole("button", { name: "Profile: Edda van Elm" })).toHaveText("EE");
  await page.reload();
  await expect(page.getByRole("button", { name: "Profile: Edda van Elm" })).toBeVisible();
});

test("language, theme and view follow to another browser", async ({ page, browser, hub }) => {
  const email = "admin@clienthub.example";
  await signInAtHome(page, email);
  await openProfile(page);

  await test.step("chosen in the profile, by the keyboard", async () => {
    await tabTo(page, page.getByLabel("Language", { exact: true }));
    await page.keyboard.type("Deu");
    await tabTo(page, page.getByLabel("Theme"));
    await page.keyboard.type("Dar");
    await page.getByLabel("Numbers as").selectOption({ index: 1 });
    await tabTo(page, page.getByRole("button", { name: "Save profile" }));
    await page.keyboard.press("Enter");
    await expectLook(page, "de", "dark");
    await expect(toast(page, "Dein Profil ist gespeichert.")).toBeVisible();
    await expect(page.getByLabel("Sprache", { exact: true })).toHaveValue("de");
  });

  const second = await elsewhere(browser, hub);
  await test.step("there after signing in, and at the next load before the hub answers", async () => {
    await sendSignIn(second, email, PASSWORD);
    await expect(second.getByRole("heading", { level: 1, name: "Übersicht" })).toBeVisible();
    await expectLook(second, "de", "dark");
    await second.route("**/api/v1/me", () => {});
    await second.reload();
    await expect(second.getByRole("status", { name: "Clienthub wird geladen" })).toBeVisible();
    await expectLook(second, "de", "dark");
    await second.unrouteAll();
    await second.reload();
    await second.getByRole("link", { name: /^Nummern/ }).first().click();
    await expect(second.getByRole("article")).toHaveCount(14);
  });

  await test.step("switched in the header there, here after a load", async () => {
    await second.getByRole("button", { name: "Zwischen hell und dunkel wechseln" }).click();
    const kept = second.waitForResponse((answer) => answer.url().endsWith("/me") && answer.request().method() === "PATCH");
    await second.locator("#language").getByRole("button").click();
    await second.getByRole("menuitemradio", { name: "Español" }).click();
    await kept;
    await expectLook(second, "es", "light");
    await page.reload();
    await expectLook(page, "es", "light");
    await expect(page.getByLabel("Idioma", { exact: true })).toHaveValue("es");
    await expect(page.getByLabel("Tema")).toHaveValue("light");
  });

  await test.step("no wish: the browser's language and the device's theme", async () => {
    await page.getByLabel("Idioma", { exact: true }).selectOption("Como el navegador");
    await page.getByLabel("Tema").selectOption("Como el dispositivo");
    await page.getByRole("button", { name: "Guardar perfil" }).click();
    await expectLook(page, "en", "light");
    await page.emulateMedia({ colorScheme: "dark" });
    await expectLook(page, "en", "dark");
    await second.reload();
    await expect(second.getByRole("button", { name: "Switch between light and dark" })).toBeVisible();
    await expectLook(second, "en", "light");
    const third = await elsewhere(browser, hub, "pt-BR");
    await third.goto("/");
    await third.getByLabel("E-mail").fill(email);
    await third.getByLabel("Senha", { exact: true }).fill(PASSWORD);
    await third.keyboard.press("Enter");
    await expect(third.getByRole("heading", { level: 1, name: "Painel" })).toBeVisible();
    await third.context().close();
  });
  await second.context().close();
});

test("what is chosen before signing in stays where the profile has no wish", async ({ browser, hub }) => {
  const page = await elsewhere(browser, hub);
  await page.goto("/");
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  await signInAtHome(page, "billing@clienthub.example");
  await expectLook(page, "en", "dark");
  await page.reload();
  await expectLook(page, "en", "dark");
  await page.context().close();
});

test("a new password signs other browsers out", async ({ page, browser, hub }) => {
  const email = "viewer@clienthub.example";
  const next = "another-password-2";
  const second = await elsewhere(browser, hub);
  await signInAtHome(second, email);
  await signInAtHome(page, email);
  await openProfile(page);
  const current = page.getByLabel("Current password");
  const wanted = page.getByLabel("New password");
  await expect(page.getByText("Your other browsers are signed out at once.")).toBeVisible();
  await current.fill("not-this-one");
  await wanted.fill("short");
  await wanted.blur();
  await expect(wanted).toHaveAccessibleDescription(/^At least 10 characters are needed\./);
  await wanted.fill(next);
  await page.keyboard.press("Enter");
  await expect(current).toHaveAccessibleDescription("This is not your current password.");
  await expect(current).toBeFocused();
  await current.fill(PASSWORD);
  await wanted.fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(wanted).toHaveAccessibleDescription(/^Take another password than the current one\./);
  await wanted.fill(next);
  await page.keyboard.press("Enter");
  await expect(toast(page, "Your password is changed.")).toBeVisible();
  await expect(current).toHaveValue("");
  await expect(wanted).toHaveValue("");

  await second.goto(`${orgPath(second)}/numbers`);
  await expect(second.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto(`${orgPath(page)}/numbers`);
  await expect(page.getByRole("heading", { level: 1, name: "Numbers" })).toBeVisible();
  await sendSignIn(second, email, PASSWORD);
  await expect(second.getByText("E-mail and password do not match.")).toBeVisible();
  await signInAtHome(second, email, next);
  await second.context().close();
});
