// docs/images/numbers.png: the first thing a reader of the README sees.
import { fileURLToPath } from "node:url";
import { expect, test } from "../support/hub.js";
import { signIn } from "../support/signIn.js";

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));

test("the list of numbers", async ({ page }) => {
  await signIn(page);
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await page.screenshot({ path: `${IMAGES}numbers.png`, animations: "disabled" });
});
