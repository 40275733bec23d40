// The alerts above the list.
import { type Locator, type Page, expect } from "@playwright/test";

/** The three most severe are shown, the others after a click; ends with all of them on the page. */
export async function showAllAlerts(page: Page): Promise<Locator> {
  const alerts = page.getByRole("region", { name: "Alerts" });
  await expect(alerts).toBeVisible();
  const all = alerts.getByRole("button", { name: /^Show all alerts/ });
  if (await all.isVisible()) {
    await all.click();
    await expect(alerts.getByRole("button", { name: "Show fewer" })).toBeVisible();
  }
  return alerts;
}
