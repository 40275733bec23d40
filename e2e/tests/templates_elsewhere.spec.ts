// What happens to templates elsewhere: in another tab while the list is open, and in another WABA.
import { expect, test } from "../support/hub.js";
import { expectNoReload, mark } from "../support/marker.js";
import { Sandbox } from "../support/sandbox.js";
import { Editor, WABA } from "../support/template_editor.js";
import { act, chip, family } from "../support/templates.js";
import { toast } from "../support/wabas.js";

test("what another tab and Meta change is on the list without a reload", async ({ page, hub, context }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  const german = chip(page, "order_ready", "German");
  await expect(german).toHaveAccessibleName("German: Approved");
  await expect(family(page, "made_elsewhere")).toBeHidden();
  await mark(page);

  const other = await Editor.signedIn(await context.newPage(), hub);
  await other.list();
  await chip(other.page, "order_ready", "German").click();
  await other.page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(other.body()).toHaveValue(/liegt ab sofort in der Filiale bereit/);
  await other.write("Hallo, deine Bestellung liegt in der Filiale bereit.");
  await other.saved();
  await expect(german).toHaveAccessibleName("German: Approved, with changes that were not sent");

  await other.create("made_elsewhere");
  const made = chip(page, "made_elsewhere", "British English|English \\(.+\\)");
  await expect(made).toHaveAccessibleName(/: Draft$/);
  await new Sandbox(hub).reviewWithin(3_600);
  await other.submit();
  await expect(made).toHaveAccessibleName(/: In review$/);
  const { id } = await new Sandbox(hub).template(WABA, "made_elsewhere");
  await new Sandbox(hub).patchTemplate(id, { status: "REJECTED", rejected_reason: "SCAM" });
  await expect(made).toHaveAccessibleName(/: Rejected$/);
  await expectNoReload(page);
});

test("a template is copied into another WABA", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.list();
  const here = page.url();
  await act(page, "winter_hours", "Duplicate…");
  const dialog = page.getByRole("dialog", { name: "Duplicate a template" });
  await dialog.getByLabel("New name").fill("winter_hours_overseas");
  await dialog.getByLabel("Into the account").selectOption({ label: "Birch Bakery Pacific" });
  await dialog.getByRole("button", { name: "Make a draft" }).click();
  await expect(toast(page, /^winter_hours_overseas \(.+\) is a draft now\.$/)).toBeVisible();
  await expect(page).toHaveURL(/\/templates\/tpl_[^/]+\/edit$/);
  expect(page.url().startsWith(here)).toBe(false);
  await expect(editor.body()).toHaveValue(/^From December on/);
  await expect(page.getByRole("main")).toContainText("Birch Bakery Pacific");
  const there = page.url().replace(/\/tpl_.*$/, "");

  await page.goto(there);
  await expect(family(page, "winter_hours_overseas")).toBeVisible();
  await page.goto(here);
  await expect(family(page, "winter_hours")).toBeVisible();
  await expect(family(page, "winter_hours_overseas")).toBeHidden();
});
