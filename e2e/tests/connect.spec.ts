// Connecting a WABA, giving it another token, and letting it go.
import { expect, test } from "../support/hub.js";
import { cell, names, row } from "../support/numbers.js";
import { Sandbox } from "../support/sandbox.js";
import { signIn } from "../support/signIn.js";
import {
  CONNECT,
  connectDialog,
  idField,
  openSettings,
  replaceDialog,
  sendConnect,
  toast,
  tokenField,
  waba,
} from "../support/wabas.js";

const AFTER = "16 numbers in 5 WhatsApp Business Accounts";

test("the printed id and token bring its numbers into the list", async ({ page, hub }) => {
  await signIn(page);
  await expect(names(page)).toHaveCount(14);
  const dialog = await sendConnect(page, hub.wabaId, hub.token);
  await expect(dialog).toBeHidden();
  await expect(toast(page, "Birch Academy is connected. Its numbers appear in a moment.")).toBeVisible();
  await expect(row(page, "Birch Academy")).toBeVisible();
  await expect(cell(page, "Birch Academy", "wabaStatus")).toHaveText("Approved");
  await expect(cell(page, "Birch Academy", "status")).toHaveText("Connected");
  await expect(cell(page, "Birch Academy Hamburg", "next").getByRole("button", { name: "Request code" })).toBeVisible();
  await expect(page.getByText(AFTER)).toBeVisible();
});

test("connecting it again gives it another token and doubles nothing", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  const dialog = await sendConnect(page, hub.wabaId, await sandbox.createToken([hub.wabaId]));
  await expect(dialog).toBeHidden();
  await expect(page.getByText(AFTER)).toBeVisible();
  await expect(names(page)).toHaveCount(16);

  await openSettings(page);
  const academy = waba(page, "Birch Academy");
  await expect(academy).toHaveCount(1);
  await expect(academy).toContainText("by Mara Lindt");
  await academy.getByRole("button", { name: "Replace token…" }).click();
  const replace = replaceDialog(page);
  await expect(idField(replace)).toHaveCount(0);
  await tokenField(replace).fill(await sandbox.createToken([hub.wabaId]));
  await replace.getByRole("button", { name: "Replace token" }).click();
  await expect(replace).toBeHidden();
  await expect(toast(page, "Birch Academy has its new token.")).toBeVisible();
  await expect(academy).toHaveCount(1);
});

test("it is disconnected by its name alone, and can come back", async ({ page, hub }) => {
  await signIn(page);
  await openSettings(page);
  const academy = waba(page, "Birch Academy");
  await academy.getByRole("button", { name: "Disconnect…" }).click();
  const dialog = page.getByRole("dialog", { name: "Disconnect this WABA" });
  await expect(dialog).toContainText("Its 2 numbers stay here as history, shown as disconnected.");
  const name = dialog.getByLabel("Type Birch Academy to confirm");
  await name.fill("birch academy");
  await dialog.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(name).toHaveAccessibleDescription("This is not the name. Letter case counts.");
  await name.fill("Birch Academy");
  await dialog.getByRole("button", { name: "Disconnect", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(toast(page, "Birch Academy is disconnected.")).toBeVisible();
  await expect(academy).toContainText("No token");
  await expect(academy.getByRole("button", { name: "Disconnect…" })).toHaveAttribute("aria-disabled", "true");

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Numbers/ }).click();
  await expect(cell(page, "Birch Academy", "wabaStatus")).toHaveText("Disconnected");
  await expect(cell(page, "Birch Academy", "status")).toHaveText("Disconnected");

  await expect(page.getByRole("button", { name: CONNECT })).toBeVisible();
  await sendConnect(page, hub.wabaId, hub.token);
  await expect(connectDialog(page)).toBeHidden();
  await expect(cell(page, "Birch Academy", "wabaStatus")).toHaveText("Approved");
  await expect(cell(page, "Birch Academy", "status")).toHaveText("Connected");
});
