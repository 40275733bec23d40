// Narrow windows: nothing scrolls sideways, and no button, status or title is cut.
import { type Page, expect } from "@playwright/test";

const PHONES = [390, 360];

/** Looks at the page as it is now in each width, and puts the window back. */
export async function fits(page: Page, widths: number[] = PHONES): Promise<void> {
  const before = page.viewportSize();
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    // Two frames: the page answers to its new width in the first.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    found.push(...(await page.evaluate(tooWide)));
  }
  if (before) {
    await page.setViewportSize(before);
  }
  expect(found, `width of ${page.url()}\n${found.join("\n")}`).toEqual([]);
}

/** Runs in the page. */
function tooWide(): string[] {
  const root = document.documentElement;
  const width = root.clientWidth;
  const tell = (element: Element) => {
    const words = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${element.tagName.toLowerCase()}.${(element.getAttribute("class") ?? "").split(" ").slice(0, 3).join(".")} “${words}”`;
  };
  const inOwnBox = (element: Element): boolean => {
    for (let box = element.parentElement; box && box !== root; box = box.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX)) {
        return true;
      }
    }
    return false;
  };
  const found: string[] = [];
  if (root.scrollWidth > width) {
    const beyond = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.right > width + 1 && !inOwnBox(element);
    });
    found.push(`${width} px: the page is ${root.scrollWidth} px wide: ${beyond.slice(-3).map(tell).join(", ")}`);
  }
  for (const element of document.querySelectorAll<HTMLElement>("button, a.btn, .state, h1, h2, h3, label")) {
    const style = getComputedStyle(element);
    const hidden = element.offsetWidth <= 1 || style.visibility === "hidden";
    if (!hidden && style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1) {
      found.push(`${width} px: cut: ${tell(element)}`);
    }
  }
  return found;
}
