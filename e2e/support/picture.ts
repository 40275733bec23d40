// Pictures of a page for people to look at, in e2e/screenshots; nothing compares them.
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { LOOKS, type Look, put } from "./looks.js";

const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));

/** `NAME-1440-light.png` and so on, the whole page. */
export async function picture(page: Page, name: string, looks: Look[] = LOOKS): Promise<void> {
  const before = page.viewportSize();
  for (const look of looks) {
    await put(page, look);
    await page.screenshot({
      path: `${FOLDER}${name}-${look.name}.png`,
      fullPage: true,
      animations: "disabled",
    });
  }
  await put(page, LOOKS[0]!);
  if (before) {
    await page.setViewportSize(before);
  }
}
