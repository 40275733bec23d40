// Accessibility of the page as it is now, by axe-core, in all four looks. Not a substitute for the keyboard journey.
import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";
import { LOOKS, type Look, put } from "./looks.js";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** For further states of a page that is looked at in all four. */
export const TWO_LOOKS = LOOKS.filter(({ name }) => name === "1440-light" || name === "390-dark");

/** Fails with every violation: the look, the rule, and the elements. */
export async function check(page: Page, looks: Look[] = LOOKS): Promise<void> {
  const before = page.viewportSize();
  const found: string[] = [];
  for (const look of looks) {
    await put(page, look);
    await settled(page);
    // The legacy mode does not open a second tab for the results; we have no frames.
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
    for (const violation of violations) {
      const elements = violation.nodes.map((node) => `      ${node.target.join(" ")}`);
      found.push([`${look.name}: ${violation.id}: ${violation.help}`, ...elements].join("\n"));
    }
  }
  await put(page, LOOKS[0]!);
  if (before) {
    await page.setViewportSize(before);
  }
  expect(found, `accessibility of ${page.url()}\n${found.join("\n")}`).toEqual([]);
}

/** Colours in the middle of a transition are nobody's colours. What never ends (skeletons) or follows scrolling is not waited for. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((animation) => {
      const { endTime } = animation.effect?.getComputedTiming() ?? {};
      return endTime !== Infinity && animation.timeline === document.timeline;
    });
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}
