// A control that may not be used: it stays, can be reached, and says why to eyes and screen readers.
import { type Locator, type Page, expect } from "@playwright/test";

export async function expectBlocked(page: Page, control: Locator, reason: string): Promise<void> {
  await expect(control).toBeVisible();
  await expect(control).toHaveAttribute("aria-disabled", "true");
  await expect(control).toHaveAccessibleDescription(reason);
  // The tooltip is drawn by the style sheet around the control.
  const shown = () =>
    control.evaluate((element) => {
      const tip = element.closest(".tooltip");
      const style = tip && getComputedStyle(tip, "::before");
      return style ? { text: style.content, opacity: style.opacity } : undefined;
    });
  const visible = { text: JSON.stringify(reason), opacity: "1" };
  await control.hover();
  await expect.poll(shown, "the tooltip under the mouse").toEqual(visible);
  await page.mouse.move(0, 0);
  await control.focus();
  // Away and back, so that the focus came by the keyboard.
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await expect(control).toBeFocused();
  await expect.poll(shown, "the tooltip at the focus").toEqual(visible);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
}
