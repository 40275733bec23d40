// An access token has expired: the alert leads to the place where it is replaced, and everything recovers.
import { showAllAlerts } from "../support/alerts.js";
import { expect, test } from "../support/hub.js";
import { cell } from "../support/numbers.js";
import { Sandbox } from "../support/sandbox.js";
import { signIn } from "../support/signIn.js";
import { replaceDialog, toast, tokenField, waba } from "../support/wabas.js";

const PACIFIC = "120000000000004";

test("an expired token is told, replaced, and forgotten", async ({ page, hub }) => {
  const sandbox = new Sandbox(hub);
  await signIn(page);
  const alerts = await showAllAlerts(page);
  const alert = alerts.getByRole("listitem").filter({ hasText: "The access token of Birch Bakery Pacific has expired." });
  await expect(alert).toContainText("Statuses stay as they were last known until somebody gives another token.");
  await expect(cell(page, "Birch Bakery Sydney", "wabaStatus")).toHaveText("Disconnected");
  await alert.getByRole("link", { name: "Replace token" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "WhatsApp accounts" })).toBeVisible();
  const pacific = waba(page, "Birch Bakery Pacific");
  await expect(pacific).toContainText("Expired");
  const sync = pacific.getByRole("button", { name: "Sync" });
  await expect(sync).toHaveAttribute("aria-disabled", "true");
  await expect(sync).toHaveAccessibleDescription(
    "The access token of Birch Bakery Pacific has expired. Replace it, then sync.",
  );
  const replace = pacific.getByRole("button", { name: "Replace token…" });
  await replace.click();
  const dialog = replaceDialog(page);
  await expect(dialog).toContainText("Birch Bakery Pacific");

  const revoked = await sandbox.createToken([PACIFIC]);
  await sandbox.patchToken(revoked, { revoked: true });
  await tokenField(dialog).fill(revoked);
  await dialog.getByRole("button", { name: "Replace token" }).click();
  await expect(tokenField(dialog)).toHaveAccessibleDescription(/Meta does not accept this token\./);

  await tokenField(dialog).fill(await sandbox.createToken([PACIFIC]));
  await dialog.getByRole("button", { name: "Replace token" }).click();
  await expect(dialog).toBeHidden();
  await expect(replace).toBeFocused();
  await expect(toast(page, "Birch Bakery Pacific has its new token.")).toBeVisible();
  await expect(pacific).toContainText("Approved");
  await expect(pacific).toContainText("never expires");
  await expect(pacific).toContainText("by Mara Lindt");
  await expect(pacific).toContainText("Synced");

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Numbers/ }).click();
  await expect(cell(page, "Birch Bakery Sydney", "wabaStatus")).toHaveText("Approved");
  await expect(page.getByText("The access token of Birch Bakery Pacific")).toBeHidden();
});
