// What a task costs a person: clicks, and fields to fill in. Counted by the page's own events, over page loads too.
import type { Page } from "@playwright/test";

export interface Effort {
  clicks: number;
  fields: string[];
}

/** Call it before the first page is opened. */
export async function countEffort(page: Page): Promise<() => Promise<Effort>> {
  await page.addInitScript(() => {
    const read = () => JSON.parse(sessionStorage.getItem("effort") ?? '{"clicks":0,"fields":[]}');
    const write = (effort: unknown) => sessionStorage.setItem("effort", JSON.stringify(effort));
    window.addEventListener(
      "click",
      (event) => {
        // A click on a label comes a second time from its field, and Enter comes as a click without a place.
        if (event.isTrusted && event.detail > 0) {
          const effort = read();
          write({ ...effort, clicks: effort.clicks + 1 });
        }
      },
      true,
    );
    window.addEventListener(
      "input",
      (event) => {
        const { name } = event.target as HTMLInputElement;
        const effort = read();
        if (!effort.fields.includes(name)) {
          write({ ...effort, fields: [...effort.fields, name] });
        }
      },
      true,
    );
  });
  return () => page.evaluate(() => JSON.parse(sessionStorage.getItem("effort") ?? "null"));
}
