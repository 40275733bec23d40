// Templates as files: what is stored is Meta's own list, and what is stored can be taken again.
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { TWO_LOOKS, check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { Editor } from "../support/template_editor.js";
import { act, chip } from "../support/templates.js";
import { toast } from "../support/wabas.js";

interface Exported {
  name: string;
  language: string;
  category: string;
  components: { type: string; text?: string }[];
}

/** What it holds, the account, the day. */
const named = (what: string) => new RegExp(`^${what}-birch-bakery-gmbh-\\d{4}-\\d{2}-\\d{2}\\.json$`);

/** What the browser stores when `start` is done. */
async function stored(page: Page, start: () => Promise<void>): Promise<{ file: string; path: string; list: Exported[] }> {
  const [download] = await Promise.all([page.waitForEvent("download"), start()]);
  const path = await download.path();
  const { data, ...rest } = JSON.parse(await readFile(path, "utf8"));
  expect(rest, "Meta's list and nothing beside it").toEqual({});
  return { file: download.suggestedFilename(), path, list: data };
}

const key = ({ name, language }: Exported) => `${name} ${language}`;

async function openImport(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "More: import and export" }).click();
  await page.getByRole("menuitem", { name: "Import…" }).click();
  return page.getByRole("dialog", { name: "Import templates" });
}

test("a family, a selection and all are stored as Meta writes them", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  const family = await stored(page, () => act(page, "order_ready", "Export"));
  await expect(toast(page, "The file is downloaded.")).toBeVisible();
  expect(family.file).toMatch(named("order_ready"));
  expect(family.list.map(key)).toEqual(["order_ready de", "order_ready en_US", "order_ready fr"]);
  expect(family.list[1]).toEqual({
    name: "order_ready",
    language: "en_US",
    category: "UTILITY",
    parameter_format: "POSITIONAL",
    components: [
      { type: "HEADER", format: "TEXT", text: "Pick-up" },
      {
        type: "BODY",
        text: "Hello {{1}}, your order {{2}} is ready for you in our shop now.",
        example: { body_text: [["Ada", "P-104"]] },
      },
      { type: "FOOTER", text: "Birch Bakery" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Thanks" },
          { type: "QUICK_REPLY", text: "Pick up later" },
        ],
      },
    ],
  });

  await page.getByRole("checkbox", { name: "Select login_code" }).check();
  await page.getByRole("checkbox", { name: "Select old_survey" }).check();
  const bar = page.getByRole("status").filter({ hasText: "2 selected" });
  const some = await stored(page, () => bar.getByRole("button", { name: "Export" }).click());
  expect(some.file).toMatch(named("templates"));
  expect(some.list.map(key)).toEqual(["login_code ar", "login_code de", "old_survey de"]);

  const all = await stored(page, async () => {
    await page.getByRole("button", { name: "More: import and export" }).click();
    await page.getByRole("menuitem", { name: "Export all" }).click();
  });
  expect(all.file).toMatch(named("templates"));
  expect(all.list).toHaveLength(12);
});

test("a file that was stored changes nothing, and what is changed in it becomes a draft", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  const { path, list } = await stored(page, () => act(page, "order_ready", "Export"));
  const dialog = await openImport(page);
  await dialog.getByLabel("Choose files").setInputFiles(path);
  await expect(dialog.getByLabel("Templates as JSON")).toHaveValue(/order_ready/);
  await dialog.getByRole("button", { name: "Check" }).click();
  const rows = dialog.getByRole("listitem");
  await expect(rows).toHaveCount(3);
  for (const one of list) {
    await expect(rows.filter({ hasText: `order_ready · ${one.language}` })).toContainText("Unchanged");
  }
  const nothing = dialog.getByRole("button", { name: "Import 0 drafts" });
  await expect(nothing).toHaveAttribute("aria-disabled", "true");
  await expect(nothing).toHaveAccessibleDescription("There is nothing to import.");
  await check(page, TWO_LOOKS);

  await dialog.getByRole("button", { name: "Back" }).click();
  const text = (await readFile(path, "utf8")).replace("is ready for you in our shop now", "waits for you in our shop now");
  await dialog.getByLabel("Templates as JSON").fill(text);
  await dialog.getByRole("button", { name: "Check" }).click();
  await expect(rows.filter({ hasText: "order_ready · en_US" })).toContainText("Changed");
  await expect(rows.filter({ hasText: "Unchanged" })).toHaveCount(2);
  await dialog.getByRole("button", { name: "Import 1 draft" }).click();
  await expect(toast(page, "1 draft was imported.")).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(chip(page, "order_ready", "English \\(US\\)|English \\(United States\\)")).toHaveAccessibleName(
    /: Approved, with changes that were not sent$/,
  );
});
