// What stands around the form of the editor: emoji, the looks of the phone, fixes, help, the text to translate, and the question
// before leaving.
import type { Page } from "@playwright/test";
import { TWO_LOOKS, check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { picture } from "../support/picture.js";
import { Editor } from "../support/template_editor.js";
import { fits } from "../support/width.js";

test("an emoji is found by a word and put where the caret is", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("with_emoji");
  await editor.body().press("Control+Home");
  const opener = page.getByRole("button", { name: "Emoji", exact: true });
  await opener.click();
  const panel = page.getByRole("dialog", { name: "Emoji" });
  const search = panel.getByRole("searchbox", { name: "Search emoji" });
  await expect(search).toBeFocused();
  const all = await panel.getByRole("button").count();
  expect(all).toBeGreaterThan(50);
  await check(page, TWO_LOOKS);
  await fits(page);
  await picture(page, "emoji", TWO_LOOKS);
  // Down is the one below, however many stand in a row.
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await search.focus();
    const focused = panel.locator("button:focus");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    const above = (await focused.boundingBox())!;
    await page.keyboard.press("ArrowDown");
    const below = (await focused.boundingBox())!;
    expect(below.x, `${width} px`).toBe(above.x);
    expect(below.y, `${width} px`).toBeGreaterThan(above.y);
    await page.keyboard.press("ArrowUp");
    expect((await focused.boundingBox())!.x).toBe(above.x);
  }
  await search.fill("bread");
  await expect(panel.getByRole("button", { name: "bread" })).toBeVisible();
  expect(await panel.getByRole("button").count()).toBeLessThan(all);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(panel).toBeHidden();
  await expect(editor.body()).toBeFocused();
  await expect(editor.body()).toHaveValue("🍞Hello there, your order is ready for you now.");
  await opener.click();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(opener).toBeFocused();
});

test("the phone is light, dark, and runs from right to left", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const bubble = editor.preview().locator(".bubble").first();
  const paper = () => bubble.evaluate((element) => getComputedStyle(element).backgroundColor);
  const look = (name: string) => editor.preview().getByRole("button", { name });
  await editor.create("many_looks");
  const text = editor.preview().getByText("Hello there, your order is ready for you now.");
  const direction = () => text.evaluate((element) => getComputedStyle(element.closest("[lang]")!).direction);
  expect(await direction()).toBe("ltr");
  await expect(look("As this page")).toHaveAttribute("aria-pressed", "true");
  const light = await paper();
  await look("Dark phone").click();
  await expect(look("Dark phone")).toHaveAttribute("aria-pressed", "true");
  await expect.poll(paper).not.toBe(light);
  await check(page, TWO_LOOKS);
  await look("Light phone").click();
  await expect.poll(paper).toBe(light);
  // The page around it is dark, the phone stays light.
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "clienthub-dark");
  await expect.poll(paper).toBe(light);
  await look("As this page").click();
  await expect.poll(paper).not.toBe(light);
  await page.getByRole("button", { name: "Switch between light and dark" }).click();

  await page.getByLabel("Language", { exact: true }).selectOption("ar");
  await expect.poll(direction).toBe("rtl");
  await editor.header("Text").click();
  await page.getByLabel("Header text").fill("مرحبا");
  await editor.write("طلبك جاهز الآن في المتجر.");
  const side = (place: "left" | "right") =>
    editor.preview().getByText("طلبك جاهز الآن في المتجر.").evaluate((element, place) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      return Math.abs(words.getBoundingClientRect()[place] - element.getBoundingClientRect()[place]);
    }, place);
  await expect.poll(async () => (await side("right")) < (await side("left"))).toBe(true);
  await check(page, TWO_LOOKS);
  await picture(page, "right-to-left", TWO_LOOKS);
});

test("a finding is mended beside its field, and the others at once", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("to_be_mended");
  await editor.header("Text").click();
  await page.getByLabel("Header text").fill("Your *fresh* bread");
  await editor.write("Hello there, we baked the whole morning long for {{first_name}}");
  const findings = page.getByRole("region", { name: "Findings" });
  await expect(findings.getByRole("listitem")).not.toHaveCount(0);
  const before = await findings.getByRole("listitem").count();
  expect(before).toBeGreaterThan(2);
  await page.getByRole("button", { name: "Add a full stop" }).click();
  await expect(editor.body()).toHaveValue("Hello there, we baked the whole morning long for {{first_name}}.");
  await expect(findings.getByRole("listitem")).toHaveCount(before - 1);
  await expect(page.getByRole("button", { name: "Add a full stop" })).toBeHidden();

  await page.getByRole("button", { name: "Fix all that can be fixed" }).click();
  await expect(page.getByText("Nothing to correct.")).toBeVisible();
  await expect(page.getByLabel("Header text")).toHaveValue("Your fresh bread");
  await expect(page.getByLabel("Sample for first_name")).not.toHaveValue("");
  // One step back brings all of them again.
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByLabel("Header text")).toHaveValue("Your *fresh* bread");
  await expect(findings.getByRole("listitem")).toHaveCount(before - 1);
});

/** Closes the tab as a person does. The browser's own question, when there is one, is answered by staying. */
async function closes(page: Page): Promise<boolean> {
  const answer = new Promise<boolean>((resolve) => {
    page.once("dialog", async (dialog) => {
      expect(dialog.type()).toBe("beforeunload");
      await dialog.dismiss();
      resolve(false);
    });
    page.once("close", () => resolve(true));
  });
  await page.close({ runBeforeUnload: true });
  return answer;
}

test("the browser asks before a tab closes over what is not saved, and only then", async ({ page, hub, context }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("stay_a_while");
  await context.setOffline(true);
  // A page that nobody touched may not ask.
  await editor.body().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Come soon!");
  expect(await closes(page)).toBe(false);
  await expect(editor.body()).toHaveValue("Hello there, your order is ready for you now. Come soon!");
  await context.setOffline(false);
  await editor.saved();
  expect(await closes(page)).toBe(true);
});

test("the sheet of keys, and the text to translate beside the form, can be used by all", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("for_everyone");
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help.getByRole("term").filter({ hasText: "Move a card" })).toBeVisible();
  await check(page);
  await fits(page);
  await picture(page, "keys", TWO_LOOKS);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Add language" }).click();
  const dialog = page.getByRole("dialog", { name: "Add language" });
  await check(page, TWO_LOOKS);
  await dialog.getByLabel("Language").selectOption("he");
  await dialog.getByRole("button", { name: "Add language" }).click();
  await expect(page.getByRole("region", { name: "To translate" })).toContainText("Hello there, your order is ready for you now.");
  await check(page);
  await fits(page);
  await picture(page, "side-by-side", TWO_LOOKS);
});
