// The cards of a carousel: moved by the mouse and by keys, copied, removed, and nothing of them lost on the way.
import type { Locator } from "@playwright/test";
import { TWO_LOOKS, check } from "../support/axe.js";
import { sample } from "../support/files.js";
import { expect, test } from "../support/hub.js";
import { picture } from "../support/picture.js";
import { Editor } from "../support/template_editor.js";
import { fits } from "../support/width.js";

const BREADS = ["Rye", "Spelt", "Oat"];

class Carousel {
  readonly region: Locator;

  private constructor(readonly editor: Editor) {
    this.region = editor.page.getByRole("region", { name: "Carousel", exact: true });
  }

  /** In a new draft: a card for each bread. */
  static async of(editor: Editor, name: string): Promise<Carousel> {
    const carousel = new Carousel(editor);
    const { page } = editor;
    await editor.create(name);
    await page.getByLabel("Category", { exact: true }).selectOption("MARKETING");
    await page.getByRole("button", { name: "Add carousel" }).click();
    await page.getByRole("button", { name: "Add card" }).click();
    for (const [place, bread] of BREADS.entries()) {
      await carousel.tab(place + 1).click();
      await carousel.card(place + 1).getByLabel("Body text").fill(bread);
    }
    return carousel;
  }

  tab(number: number): Locator {
    return this.region.getByRole("tab", { name: `Card ${number}` });
  }

  card(number: number): Locator {
    return this.region.getByRole("tabpanel", { name: `Card ${number}` });
  }

  /** The cards in their order, as the phone shows them. */
  async says(breads: string[]): Promise<void> {
    await expect(this.editor.preview().getByRole("listitem", { name: /^Card \d/ })).toContainText(breads);
  }

  async isShown(number: number): Promise<void> {
    await expect(this.tab(number)).toHaveAttribute("aria-selected", "true");
    await expect(this.tab(number)).toBeFocused();
  }
}

/** Holds the item over another one and lets go where the mark is. */
async function drag(item: Locator, onto: Locator, mark: string): Promise<void> {
  const { mouse } = item.page();
  await item.hover();
  await mouse.down();
  // The first move begins the drag, the second is over the other.
  await onto.hover();
  await onto.hover();
  await expect(onto).toHaveAttribute("data-drop", mark);
  const line = await onto.evaluate((element) => {
    const { backgroundColor, width, height } = getComputedStyle(element, "::before");
    return { isSeen: backgroundColor !== "rgba(0, 0, 0, 0)", isThere: Number.parseFloat(width) * Number.parseFloat(height) > 0 };
  });
  expect(line).toEqual({ isSeen: true, isThere: true });
  await mouse.up();
  await expect(item.page().locator("[data-drop]")).toHaveCount(0);
}

const said = (editor: Editor, text: string) => expect(editor.page.getByRole("status").filter({ hasText: text })).toHaveCount(1);

test("cards and buttons are dragged to another place, and it is said", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const carousel = await Carousel.of(editor, "dragged_breads");
  await drag(carousel.tab(1), carousel.tab(3), "right");
  await carousel.says(["Spelt", "Oat", "Rye"]);
  await carousel.isShown(3);
  await said(editor, "Now at place 3.");
  await drag(carousel.tab(3), carousel.tab(2), "left");
  await carousel.says(["Spelt", "Rye", "Oat"]);
  await carousel.isShown(2);
  await said(editor, "Now at place 2.");

  // What is let go of beside the cards stays where it was.
  await carousel.tab(1).hover();
  await page.mouse.down();
  await carousel.tab(2).hover();
  await carousel.tab(2).hover();
  await expect(carousel.tab(2)).toHaveAttribute("data-drop", "right");
  await page.getByRole("heading", { level: 1 }).hover();
  await expect(page.locator("[data-drop]")).toHaveCount(0);
  await page.mouse.up();
  await carousel.says(["Spelt", "Rye", "Oat"]);

  await page.keyboard.press("Control+z");
  await carousel.says(["Spelt", "Oat", "Rye"]);

  const rows = carousel.card(2).locator("[data-row]");
  await carousel.region.getByRole("button", { name: "Add button" }).click();
  await page.getByRole("menuitem", { name: "Phone" }).click();
  await expect(rows).toHaveText([/Quick reply/, /Phone/]);
  await drag(rows.last().locator("[draggable=true]"), rows.first(), "above");
  await expect(rows).toHaveText([/Phone/, /Quick reply/]);
  await said(editor, "Now at place 1.");
});

test("cards are moved by keys, copied and removed", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const carousel = await Carousel.of(editor, "moved_breads");
  const act = (name: string) => carousel.region.getByRole("button", { name });
  await carousel.tab(1).click();
  await page.keyboard.press("Alt+ArrowRight");
  await carousel.says(["Spelt", "Rye", "Oat"]);
  await carousel.isShown(2);
  await said(editor, "Now at place 2.");
  await page.keyboard.press("ArrowRight");
  await carousel.isShown(3);
  await page.keyboard.press("Alt+ArrowLeft");
  await carousel.says(["Spelt", "Oat", "Rye"]);
  await carousel.isShown(2);
  await act("Move card left").click();
  await carousel.says(["Oat", "Spelt", "Rye"]);
  await carousel.isShown(1);
  await expect(act("Move card left")).toHaveAttribute("aria-disabled", "true");

  await act("Duplicate card").click();
  await carousel.isShown(2);
  await carousel.card(2).getByLabel("Body text").fill("Oat with seeds");
  await carousel.says(["Oat", "Oat with seeds", "Spelt", "Rye"]);
  await expect(carousel.region.getByText("4 / 10", { exact: true })).toBeVisible();
  await carousel.tab(1).click();
  await act("Remove card").click();
  await carousel.isShown(1);
  await act("Remove card").click();
  await carousel.says(["Spelt", "Rye"]);
  // Two remain.
  await expect(act("Remove card")).toHaveAttribute("aria-disabled", "true");
  await act("Remove card").click({ force: true });
  await carousel.says(["Spelt", "Rye"]);
  await editor.saved();
  await page.reload();
  await carousel.says(["Spelt", "Rye"]);
});

test("files and texts of cards are there again after a look at another header, and at none", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const carousel = await Carousel.of(editor, "kept_breads");
  for (const [place, bread] of BREADS.entries()) {
    await carousel.tab(place + 1).click();
    await carousel.card(place + 1).getByLabel("Choose file").setInputFiles(sample(`${bread}.png`, "image/png", 100 + place));
    await expect(carousel.card(place + 1).getByRole("button", { name: "Replace" })).toBeVisible();
    await expect(carousel.card(place + 1).getByText(`${bread}.png`)).toBeVisible();
  }
  const header = page.getByLabel("Header of all cards");
  await header.selectOption("VIDEO");
  await expect(carousel.card(3).getByText("Oat.png")).toBeHidden();
  await expect(carousel.card(3).getByText("No file yet")).toBeVisible();
  await page.getByLabel("Cards have a text").uncheck();
  await expect(carousel.card(3).getByLabel("Body text")).toBeHidden();
  await page.getByLabel("Cards have a text").check();
  await carousel.says(BREADS);
  // They go where their cards go.
  await carousel.tab(3).click();
  await page.keyboard.press("Alt+ArrowLeft");
  await header.selectOption("IMAGE");
  for (const [place, bread] of ["Rye", "Oat", "Spelt"].entries()) {
    await carousel.tab(place + 1).click();
    await expect(carousel.card(place + 1).getByText(`${bread}.png`)).toBeVisible();
  }
});

test("a file that is on its way does not arrive in a header of another type", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const carousel = await Carousel.of(editor, "late_breads");
  await page.route("**/media/*", (route) => route.abort());
  await carousel.card(3).getByLabel("Choose file").setInputFiles(sample("Oat.png", "image/png"));
  await expect(page.getByText("The upload has stopped.")).toBeVisible();
  await page.unroute("**/media/*");
  await page.getByLabel("Header of all cards").selectOption("VIDEO");
  await expect(page.getByRole("button", { name: "Resume" })).toBeHidden();
  await expect(carousel.card(3).getByText("No file yet")).toBeVisible();
});

test("what is unknown in a template and in its cards is shown, on its page too", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const carousel = await Carousel.of(editor, "new_at_meta");
  await editor.saved();
  const card = (bread: string, more: unknown[]) => ({
    components: [
      { type: "HEADER", format: "IMAGE" },
      { type: "BODY", text: bread },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Keep it" }] },
      ...more,
    ],
  });
  const cards = [card("Rye", []), card("Spelt", [{ type: "SCENT", strength: "strong" }])];
  const components = [
    { type: "BODY", text: "Hello there, your order is ready for you now." },
    { type: "CAROUSEL", cards },
    { type: "RECIPE", steps: ["knead", "bake"] },
  ];
  await editor.patch({ components });
  await page.reload();
  await expect(page.getByRole("region", { name: "Unknown part", exact: true })).toContainText('"RECIPE"');
  await carousel.tab(1).click();
  await expect(carousel.region.getByText("Unknown part")).toBeHidden();
  await carousel.tab(2).click();
  await expect(carousel.card(2).getByRole("group", { name: "Unknown part" })).toContainText('"strength": "strong"');
  await expect(carousel.card(2).getByText("It is kept and sent as it is.")).toBeVisible();
  await check(page, TWO_LOOKS);
  await fits(page);
  await picture(page, "unknown-in-card", TWO_LOOKS);
  // It is there after a change of something else.
  await carousel.card(2).getByLabel("Body text").fill("Spelt, still warm");
  await editor.saved();
  await page.reload();
  await carousel.tab(2).click();
  await expect(carousel.card(2).getByRole("group", { name: "Unknown part" })).toContainText('"SCENT"');

  await page.getByRole("link", { name: "Details" }).click();
  const unknown = page.getByRole("region", { name: "Not known to this version" });
  await expect(unknown.getByRole("group", { name: "Not known to this version", exact: true })).toContainText('"knead"');
  await expect(unknown.getByRole("group", { name: /Card 2/ })).toContainText('"SCENT"');
  await check(page, TWO_LOOKS);
  await fits(page);
  await picture(page, "unknown-on-page", TWO_LOOKS);
});
