// The dialog while a step runs: what Meta answers would be seen by nobody.
import { expect, test } from "../support/hub.js";
import { isLive } from "../support/numbers.js";
import { FRANKFURT, expectConnected, openFromList } from "../support/registration.js";
import { Sandbox } from "../support/sandbox.js";
import { signIn } from "../support/signIn.js";

test("a step that runs keeps its dialog open", async ({ page, hub }) => {
  await signIn(page);
  await isLive(page);
  await new Sandbox(hub).fault({ path: `/${FRANKFURT.id}/register`, method: "POST", delay_ms: 5_000 });
  const dialog = await openFromList(page, FRANKFURT, "Finish registration");
  await dialog.getByRole("button", { name: "Register number" }).click();
  const close = dialog.getByRole("button", { name: "Close" });
  await expect(close).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await expectConnected(dialog);
  await expect(close).not.toHaveAttribute("aria-disabled");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});
