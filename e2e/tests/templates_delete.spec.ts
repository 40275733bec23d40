// Deleting templates: a family, one language of it, and several that were selected.
import { TWO_LOOKS, check } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { Sandbox } from "../support/sandbox.js";
import { Editor, WABA } from "../support/template_editor.js";
import { choose } from "../support/template_page.js";
import { chip, family } from "../support/templates.js";
import { expectBlocked } from "../support/tip.js";
import { toast } from "../support/wabas.js";

const BLOCKED = "I do not need the name for 30 days";

test("deleting a family says which name is blocked, and asks", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  await page.getByRole("checkbox", { name: "Select invoice" }).check();
  await page.getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Delete \d+ templates?\?$/ });
  await expect(dialog.getByText("Blocked for 30 days:")).toBeVisible();
  await check(page, TWO_LOOKS);
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(dialog.getByText("Tick this first.")).toBeVisible();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(family(page, "invoice")).toBeHidden();
});

test("one language goes, and the others stay", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  await chip(page, "order_ready", "German").click();
  await expect(page.getByRole("heading", { level: 1, name: "order_ready" })).toBeVisible();
  await choose(page, "Delete…");
  const dialog = page.getByRole("dialog", { name: "Delete 1 template?" });
  await expect(dialog.getByRole("listitem")).toHaveText(/order_ready\s*de/);
  await dialog.getByRole("checkbox", { name: BLOCKED }).check();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(toast(page, "1 template is deleted.")).toBeVisible();
  await expectBlocked(
    page,
    page.getByRole("button", { name: "Edit", exact: true }),
    "It is deleted at Meta. Duplicate it to use its text again.",
  );

  await page.getByRole("navigation", { name: "Languages of this template" }).getByRole("link", { name: /^French/ }).click();
  await expect(page.getByRole("link", { name: "Edit", exact: true })).toBeVisible();
  const left = await new Sandbox(hub).templates(WABA, "order_ready");
  expect(left.map(({ fields }) => fields.language).sort()).toEqual(["en_US", "fr"]);
});

test("those that were selected go together, and what Meta keeps is told", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  for (const name of ["cake_catalogue", "login_code", "old_survey", "winter_hours"]) {
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  }
  await expect(page.getByText("4 selected")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select cake_catalogue" }).uncheck();
  await page.getByRole("button", { name: "Delete…" }).click();
  // One of the names has two languages.
  const dialog = page.getByRole("dialog", { name: "Delete 3 templates?" });
  const stays = /^old_survey.*Meta does not delete disabled templates\.$/;
  await expect(dialog.getByRole("listitem")).toHaveText([/^login_code/, stays, /^winter_hours/]);
  await expect(dialog.getByText("login_code. Meta takes no new template", { exact: false })).toBeVisible();
  await dialog.getByRole("checkbox", { name: BLOCKED }).check();
  // Meta refuses all together, and then the first of them alone.
  const sandbox = new Sandbox(hub);
  const error = { code: 100, message: "This one is needed" };
  await sandbox.fault({ path: "/*/message_templates", method: "DELETE", error, times: 2 });
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(toast(page, "2 templates are deleted.")).toBeVisible();
  await expect(toast(page, /^A template was kept: .*This one is needed/)).toBeVisible();
  await expect(family(page, "old_survey")).toBeVisible();
  await expect(page.getByText(/^\d+ selected$/)).toBeHidden();
  const left = async (name: string) => (await sandbox.templates(WABA, name)).length;
  expect((await left("login_code")) + (await left("winter_hours"))).toBe(1);
  expect([await left("old_survey"), await left("cake_catalogue")]).toEqual([1, 1]);
});
