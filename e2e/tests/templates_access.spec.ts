// Who may look at templates and not change them: every control is there and says why it may not be used.
import { TWO_LOOKS, check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { Editor } from "../support/template_editor.js";
import { chip, family } from "../support/templates.js";
import { expectBlocked } from "../support/tip.js";

const VIEWER = "Your role here, Viewer, may not do this. Ask an owner, an admin, a developer or an editor.";

test("a viewer sees why nothing may be changed: list, page and library", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub, "viewer@clienthub.example");
  await editor.list();
  await expect(family(page, "order_ready")).toBeVisible();
  const add = page.getByRole("button", { name: "Add template" });
  await expectBlocked(page, add, VIEWER);
  await page.getByRole("checkbox", { name: "Select order_ready" }).check();
  await expectBlocked(page, page.getByRole("button", { name: "Delete…" }), VIEWER);
  await page.getByRole("button", { name: "Actions for order_ready" }).click();
  for (const action of ["Edit", "Duplicate", "Add language", "Delete"]) {
    const item = page.getByRole("menuitem", { name: new RegExp(`^${action}.*${VIEWER.replaceAll(".", "\\.")}$`) }).first();
    await expect(item).toHaveAttribute("aria-disabled", "true");
  }
  await page.keyboard.press("Escape");
  // Reading again what Meta has changes nothing.
  await expect(page.getByRole("button", { name: /^Sync/ })).not.toHaveAccessibleDescription(/Viewer/);
  await expect(page.getByRole("status").getByRole("button", { name: "Export" })).toBeEnabled();

  await chip(page, "summer_breads", "German").click();
  await expectBlocked(page, page.getByRole("button", { name: "Edit", exact: true }), VIEWER);
  await expectBlocked(page, page.getByRole("button", { name: "Lift the pause" }), VIEWER);
  await check(page, TWO_LOOKS);

  await editor.library();
  const card = page.getByRole("article", { name: "account_created_1" }).first();
  await expectBlocked(page, card.getByRole("button", { name: "Use this" }), VIEWER);
  await check(page, TWO_LOOKS);
});

test("an editor may change templates, who may not change numbers", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub, "editor@clienthub.example");
  await editor.list();
  await page.getByRole("link", { name: "Add template" }).click();
  await expect(page).toHaveURL(/\/templates\/new$/);
  await expect(editor.body()).toBeEditable();
});
