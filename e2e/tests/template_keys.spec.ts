// A template without a mouse: from the list to Meta's yes by the keys of the keyboard alone.
import { expect, test } from "../support/hub.js";
import { tabTo } from "../support/keyboard.js";
import { Sandbox } from "../support/sandbox.js";
import { Editor, WABA } from "../support/template_editor.js";
import { stands } from "../support/template_page.js";
import { chip, family, table } from "../support/templates.js";

test("a template with a variable and a button is made, sent and approved by keys alone", async ({ page, hub }) => {
  const name = "by_keys_review_hold";
  const editor = await Editor.signedIn(page, hub);
  const keys = page.keyboard;

  await test.step("from the list to an empty form", async () => {
    await editor.list();
    await expect(table(page).getByRole("row").nth(1)).toBeVisible();
    await tabTo(page, page.getByRole("link", { name: "Add template" }));
    await keys.press("Enter");
    await expect(page).toHaveURL(/\/templates\/new$/);
  });

  await test.step("name, language, category", async () => {
    await tabTo(page, page.getByLabel("Name", { exact: true }));
    await keys.type("By keys review hold");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    await keys.press("Tab");
    const language = page.getByLabel("Language", { exact: true });
    await expect(language).toBeFocused();
    await keys.type("German");
    await expect(language).toHaveValue("de");
    await keys.press("Tab");
    const category = page.getByLabel("Category", { exact: true });
    await expect(category).toBeFocused();
    await expect(category).toHaveValue("UTILITY");
    // Opened, one down, chosen.
    await keys.press("ArrowDown");
    await keys.press("ArrowDown");
    await keys.press("Enter");
    await expect(category).toHaveValue("MARKETING");
    await expect(category).toBeFocused();
  });

  await test.step("body, variable, sample", async () => {
    await tabTo(page, editor.body());
    await keys.type("Hello ");
    await keys.press("Control+e");
    await keys.type("first_name");
    await keys.press("Control+End");
    await keys.type(", your bread is ready for you now.");
    await expect(editor.body()).toHaveValue("Hello {{first_name}}, your bread is ready for you now.");
    await expect(editor.body()).toBeFocused();
    await keys.press("Tab");
    await expect(page.getByLabel("Sample for first_name")).toBeFocused();
    await keys.type("Lena");
    await expect(editor.preview()).toContainText("Hello Lena, your bread is ready for you now.");
  });

  await test.step("an emoji from the panel", async () => {
    await keys.press("Shift+Tab");
    await expect(editor.body()).toBeFocused();
    await keys.press("Shift+Tab");
    await keys.press("Shift+Tab");
    const opener = page.getByRole("button", { name: "Emoji", exact: true });
    await expect(opener).toBeFocused();
    await keys.press("Enter");
    await expect(page.getByRole("searchbox", { name: "Search emoji" })).toBeFocused();
    await keys.press("Escape");
    await expect(opener).toBeFocused();
    await expect(page.getByRole("searchbox", { name: "Search emoji" })).toBeHidden();
  });

  await test.step("two buttons, the second first", async () => {
    const add = page.getByRole("button", { name: "Add button" });
    const rows = page.locator("[data-row]");
    await tabTo(page, add);
    await keys.press("Enter");
    await expect(page.getByRole("menuitem", { name: "Quick reply" })).toBeFocused();
    await keys.press("Enter");
    await expect(rows.first().getByLabel("Text")).toBeFocused();
    await keys.type("I come");
    await tabTo(page, add);
    await keys.press("Enter");
    await keys.press("ArrowDown");
    await expect(page.getByRole("menuitem", { name: "Web address" })).toBeFocused();
    await keys.press("Enter");
    await expect(rows.last().getByLabel("Text")).toBeFocused();
    await keys.type("See it");
    await keys.press("Tab");
    await expect(rows.last().getByLabel("Web address")).toBeFocused();
    await keys.type("https://birch.example/bread");
    await keys.press("Alt+ArrowUp");
    await expect(rows.first().getByLabel("Web address")).toHaveValue("https://birch.example/bread");
    await expect(page.getByText("Nothing to correct.")).toBeVisible();
  });

  await test.step("the keys are told, and all is sent", async () => {
    await keys.press("Control+s");
    await editor.saved();
    await tabTo(page, page.getByRole("button", { name: "Keyboard shortcuts" }));
    await keys.press("Enter");
    const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(help).toBeVisible();
    await keys.press("Escape");
    await expect(help).toBeHidden();
    await expect(page.getByRole("button", { name: "Keyboard shortcuts" })).toBeFocused();
    await tabTo(page, page.getByRole("button", { name: "Submit to Meta" }).first());
    await keys.press("Enter");
    await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Submit to Meta" }));
    await keys.press("Enter");
    await expect(page).toHaveURL(/\/templates\/tpl_[^/]+$/);
    await stands(page, "In review");
  });

  const sandbox = new Sandbox(hub);
  const sent = await sandbox.template(WABA, name);
  expect(sent.fields).toMatchObject({
    language: "de",
    category: "MARKETING",
    components: [
      { type: "BODY", text: "Hello {{first_name}}, your bread is ready for you now." },
      { type: "BUTTONS", buttons: [{ type: "URL", text: "See it" }, { type: "QUICK_REPLY", text: "I come" }] },
    ],
  });
  await sandbox.patchTemplate(sent.id, { status: "APPROVED" });
  await stands(page, "Approved");

  await test.step("back to the list", async () => {
    const trail = page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Templates" });
    await tabTo(page, trail);
    await keys.press("Enter");
    await expect(family(page, name)).toBeVisible();
    await expect(chip(page, name, "German")).toHaveAccessibleName("German: Approved");
  });
});
