// A control that may not be used: it stays, can be reached, and says why to eyes and screen readers.
import { type Locator, type Page, expect } from "@playwright/test";

export async function expectBlocked(page: Page, control: Locator, reason: string): Promise<void> {
  await expect(control).toBeVisible();
  await expect(control).toHaveAttribute("aria-disabled", "true");
  await expect(control).toHaveAccessibleDescription(reason);
  await control.focus();
  await expect(control).toBeFocused();
  // The tooltip is drawn by the style sheet around the control.
  const shown = () =>
    control.evaluate((element) => {
      const tip = element.closest(".tooltip");
      const style = tip && getComputedStyle(tip, "::before");
      return style ? { text: style.content, opacity: style.opacity } : undefined;
    });
  await expect.poll(shown).toEqual({ text: JSON.stringify(reason), opacity: "1" });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
}
