// docs/images/numbers.png: the first thing a reader of the README sees.
import { fileURLToPath } from "node:url";
import { expect, test } from "../support/hub.js";
import { isLive, names } from "../support/numbers.js";
import { signIn } from "../support/signIn.js";

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));

test("the list of numbers", async ({ page }) => {
  await signIn(page);
  await expect(names(page)).toHaveCount(14);
  await expect(page.getByRole("region", { name: "Alerts" })).toBeVisible();
  await isLive(page);
  await page.screenshot({ path: `${IMAGES}numbers.png`, animations: "disabled" });
});
