// What was done by mistake: taken back in the editor, or thrown away as a whole.
import { expect, test } from "../support/hub.js";
import { Editor } from "../support/template_editor.js";
import { chip } from "../support/templates.js";

test("a removed button comes back, and goes again", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("undone");
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  const rows = await editor.addButton("Quick reply");
  await rows.last().getByLabel("Text").fill("Yes please");
  await rows.last().getByRole("button", { name: /^Remove/ }).click();
  await expect(rows).toHaveCount(0);
  await undo.click();
  await expect(rows.last().getByLabel("Text")).toHaveValue("Yes please");
  await page.keyboard.press("Control+Shift+Z");
  await expect(rows).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(rows.last().getByLabel("Text")).toHaveValue("Yes please");
});

test("changes of an approved template are thrown away", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  await chip(page, "order_ready", "German").click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(editor.body()).toHaveValue(/liegt ab sofort in der Filiale bereit/);
  await editor.write("Hallo, deine Bestellung ist da.");
  await editor.saved();
  await page.getByRole("button", { name: "Discard changes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByText("order_ready is as Meta has it again.")).toBeVisible();
  await expect(editor.body()).toHaveValue(/liegt ab sofort in der Filiale bereit/);
});
