// Four languages: switched in place, remembered, complete, and German fits a phone.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/hub.js";
import { expectNoReload, mark } from "../support/marker.js";
import { picture } from "../support/picture.js";
import { DEMO, PASSWORD, signIn } from "../support/signIn.js";
import { fits } from "../support/width.js";

/** A text that counts has two forms. */
type Texts = Record<string, Record<string, string | { one: string; other: string }>>;

const LANGUAGES = [
  { tag: "de", name: "Deutsch" },
  { tag: "pt-BR", name: "Português (Brasil)" },
  { tag: "es", name: "Español" },
  { tag: "en", name: "English" },
];

function texts(tag: string): Texts {
  const path = new URL(`../../frontend/locales/${tag}.json`, import.meta.url);
  return JSON.parse(readFileSync(fileURLToPath(path), "utf8")) as Texts;
}

const KEYS = Object.entries(texts("en")).flatMap(([section, words]) =>
  Object.keys(words).map((word) => `${section}.${word}`),
);

function text(tag: string, key: string): string {
  const [section = "", word = ""] = key.split(".");
  const found = texts(tag)[section]?.[word];
  if (typeof found !== "string") {
    throw new Error(`${tag}.json has no text ${key}`);
  }
  return found;
}

/** By the menu, whose button names the present language. */
async function choose(page: Page, name: string): Promise<void> {
  await page.locator("#language").getByRole("button").click();
  await page.getByRole("menuitemradio", { name, exact: true }).click();
}

/** No key in the place of its text, no value that was forgotten, and the right language. */
async function expectWords(page: Page, tag: string, heading: string): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", tag);
  await expect(page.getByRole("heading", { level: 1, name: text(tag, heading), exact: true })).toBeVisible();
  const shown = await page.evaluate(() => {
    const { body } = document;
    const labels = [...body.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((element) =>
      ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? ""),
    );
    return [body.innerText, ...labels].join("\n");
  });
  const raw = KEYS.filter((key) => new RegExp(`(^|[^\\w.])${key.replace(".", "\\.")}($|[^\\w])`, "m").test(shown));
  expect(raw, "keys instead of texts").toEqual([]);
  expect(shown).not.toContain("{{");
}

test("each language is chosen in place, on every page", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await mark(page);
  for (const { tag, name } of LANGUAGES) {
    await choose(page, name);
    await expectWords(page, tag, "sign_in.title");
    await expect(page.locator("#language").getByRole("button")).toBeFocused();
  }
  await expectNoReload(page);

  await signIn(page);
  await mark(page);
  for (const { tag, name } of LANGUAGES) {
    await test.step(name, async () => {
      await choose(page, name);
      await expectWords(page, tag, "numbers.title");
      const main = page.getByRole("navigation", { name: text(tag, "nav.main") });
      await main.getByRole("link", { name: text(tag, "nav.dashboard") }).click();
      await expectWords(page, tag, "dashboard.title");
      await expect(page.getByRole("article")).toHaveCount(5);
      await main.getByRole("link", { name: text(tag, "nav.settings") }).click();
      await expectWords(page, tag, "settings.title");
      const tabs = page.getByRole("navigation", { name: text(tag, "nav.settings") });
      for (const tab of ["tokens", "profile"]) {
        await tabs.getByRole("link", { name: text(tag, `${tab}.title`) }).click();
        await expectWords(page, tag, `${tab}.title`);
      }
      await main.getByRole("link", { name: new RegExp(`^${text(tag, "nav.numbers")}`) }).click();
      await page.getByRole("table").getByRole("link", { name: "Birch Bakery Köln" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Birch Bakery Köln" })).toBeVisible();
      await expect(page.getByRole("region", { name: text(tag, "details.channel") })).toBeVisible();
      await page.getByRole("link", { name: text(tag, "details.tab_activity"), exact: true }).click();
      await expect(page.getByRole("heading", { level: 2, name: text(tag, "activity.today") })).toBeVisible();
      await main.getByRole("link", { name: new RegExp(`^${text(tag, "nav.numbers")}`) }).click();
      await expectWords(page, tag, "numbers.title");
    });
  }
  await expectNoReload(page);
});

test("the browser's language is the first choice, and a choice is remembered", async ({ browser, hub }) => {
  const context = await browser.newContext({ baseURL: hub.url, locale: "pt-PT" });
  const page = await context.newPage();
  await page.goto("/");
  await expectWords(page, "pt-BR", "sign_in.title");
  await choose(page, "Español");
  await expectWords(page, "es", "sign_in.title");
  await page.reload();
  await expectWords(page, "es", "sign_in.title");
  await page.getByLabel(text("es", "sign_in.email")).fill(DEMO);
  await page.getByLabel(text("es", "sign_in.password"), { exact: true }).fill("wrong");
  await page.getByRole("button", { name: text("es", "sign_in.submit") }).click();
  await expect(page.getByText(text("es", "error.wrong_credentials"))).toBeVisible();
  await context.close();
});

test("German fits a phone", async ({ browser, hub }) => {
  const context = await browser.newContext({
    baseURL: hub.url,
    locale: "de-DE",
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  await page.goto("/");
  await expectWords(page, "de", "sign_in.title");
  await fits(page, [390]);
  // Somebody whose profile has no language.
  await page.getByLabel(text("de", "sign_in.email")).fill("owner@clienthub.example");
  await page.getByLabel(text("de", "sign_in.password"), { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: text("de", "sign_in.submit") }).click();
  await expectWords(page, "de", "dashboard.title");
  await expect(page.getByRole("article")).toHaveCount(5);
  await fits(page, [390]);
  const main = page.getByRole("navigation", { name: text("de", "nav.main") });
  await main.getByRole("link", { name: text("de", "nav.numbers") }).click();
  await expectWords(page, "de", "numbers.title");
  await page.getByRole("button", { name: text("de", "view.cards"), exact: true }).click();
  await expect(page.getByRole("article")).toHaveCount(14);
  await fits(page, [390]);
  await page.getByRole("button", { name: text("de", "view.list"), exact: true }).click();
  const rows = page.getByRole("list", { name: text("de", "numbers.title") }).getByRole("listitem");
  await expect(rows).toHaveCount(14);
  await fits(page, [390]);
  await picture(page, "numbers-de", [{ name: "390-light", theme: "light", width: 390, height: 844 }]);
  const list = page.url();
  for (const name of ["Birch Boulangerie Paris", "Birch Bakery Sydney"]) {
    await page.goto(list);
    await rows.getByRole("link", { name }).click();
    await expect(page.getByRole("region", { name: text("de", "details.channel") })).toBeVisible();
    await fits(page, [390]);
  }
  await page.goto(`${list.replace(/\/numbers.*/, "")}/settings/whatsapp-accounts`);
  await expectWords(page, "de", "settings.title");
  await expect(page.getByRole("heading", { level: 2, name: "Birch Bakery GmbH" })).toBeVisible();
  await fits(page, [390]);
  await page.getByRole("button", { name: text("de", "connect.button") }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await fits(page, [390]);
  await picture(page, "connect-de", [{ name: "390-light", theme: "light", width: 390, height: 844 }]);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: text("de", "tokens.title") }).click();
  await page.getByRole("button", { name: text("de", "tokens.create") }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await fits(page, [390]);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: text("de", "profile.title"), exact: true }).click();
  await expectWords(page, "de", "profile.title");
  await fits(page, [390]);
  await context.close();
});
