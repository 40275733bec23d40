// The four looks in which every page is judged: wide and phone, light and dark.
import type { Page } from "@playwright/test";

export type Theme = "light" | "dark";

export interface Look {
  name: string;
  theme: Theme;
  width: number;
  height: number;
}

export const LOOKS: Look[] = [
  { name: "1440-light", theme: "light", width: 1440, height: 900 },
  { name: "1440-dark", theme: "dark", width: 1440, height: 900 },
  { name: "390-light", theme: "light", width: 390, height: 844 },
  { name: "390-dark", theme: "dark", width: 390, height: 844 },
];

/** Changes size and theme in place, so that open dialogs stay open, and remembers the theme for the next page. */
export async function put(page: Page, look: Look): Promise<void> {
  await page.setViewportSize({ width: look.width, height: look.height });
  await page.evaluate((theme) => {
    localStorage.setItem("clienthub.theme", theme);
    document.documentElement.dataset.theme = `clienthub-${theme}`;
  }, look.theme);
}
