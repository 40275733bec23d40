// The alerts above the list: one line, which opens.
import { type Locator, type Page, expect } from "@playwright/test";

/** Ends with all of them on the page. */
export async function showAllAlerts(page: Page): Promise<Locator> {
  const alerts = page.getByRole("region", { name: "Alerts" });
  const line = alerts.getByRole("button", { name: /open alerts?/ });
  await expect(line).toBeVisible();
  if ((await line.getAttribute("aria-expanded")) === "false") {
    await line.click();
  }
  await expect(line).toHaveAttribute("aria-expanded", "true");
  return alerts;
}
