// The dialog that takes a template of Meta's library: what it asks for is judged by the rules of the editor.
import { expect, test } from "../support/hub.js";
import { Editor } from "../support/template_editor.js";

test("an address that Meta does not take is told beside its field", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.library();
  await page.getByRole("combobox", { name: "Language" }).selectOption("en_US");
  await page.getByRole("article", { name: "account_created_1" }).getByRole("button", { name: "Use this" }).click();
  const dialog = page.getByRole("dialog", { name: "Use this" });
  await dialog.getByLabel("Name of the template").fill("account_with_address");
  const address = dialog.getByLabel(/^Address behind/);
  for (const [typed, said] of [
    ["https://birch example/confirm", "This is no web address."],
    ["https://birch.example/{{1}}/now", "The variable stands at the very end of the address."],
    [`https://birch.example/${"a".repeat(2_000)}`, "At most 2,000 characters are allowed."],
  ] as const) {
    await address.fill(typed);
    await dialog.getByRole("button", { name: "Send as it is" }).click();
    await expect(address).toHaveAccessibleDescription(new RegExp(said));
  }
  await address.fill("https://birch.example/{{1}}");
  await dialog.getByLabel("Sample of the whole address").fill("birch.example/x");
  await dialog.getByRole("button", { name: "Send as it is" }).click();
  await expect(dialog.getByLabel("Sample of the whole address")).toHaveAccessibleDescription(/An address begins with/);
});
