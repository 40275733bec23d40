// The editor of templates: from a first letter to Meta's answer, and nothing lost on the way.
import { check, TWO_LOOKS } from "../support/axe.js";
import { expect, test } from "../support/hub.js";
import { tabTo } from "../support/keyboard.js";
import { Sandbox } from "../support/sandbox.js";
import { Editor, WABA } from "../support/template_editor.js";
import { fits } from "../support/width.js";

test("a text with variables is written, previewed, sent and approved live", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("order_ready_for_you");
  await editor.header("Text").click();
  await page.getByLabel("Header text").fill("Your order");
  await editor.body().fill("");
  await editor.body().pressSequentially("Hello ");
  await page.keyboard.press("Control+e");
  await page.keyboard.type("first_name");
  await editor.body().press("Control+End");
  await editor.body().pressSequentially(", your order is ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("ready");
  await editor.body().press("Control+End");
  await editor.body().pressSequentially(" for you now.");
  await expect(editor.body()).toHaveValue("Hello {{first_name}}, your order is *ready* for you now.");
  await page.getByLabel("Sample for first_name").fill("Lena");
  await page.getByLabel("Footer text").fill("Birch Bakery");
  await expect(editor.preview()).toContainText("Hello Lena, your order is ready for you now.");
  await expect(editor.preview().locator(".font-bold")).toHaveText("ready");
  await expect(page.getByText("Nothing to correct.")).toBeVisible();
  await editor.saved();

  await editor.submit();
  await expect(page.getByText("Approved").first()).toBeVisible({ timeout: 30_000 });
  expect(await editor.state()).toBe("approved");
});

test("many buttons fit a phone and are all in the preview", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("many_buttons");
  await page.getByLabel("Category", { exact: true }).selectOption("MARKETING");

  const reply = await editor.addButton("Quick reply");
  await reply.getByLabel("Text").fill("I come tomorrow");
  const web = await editor.addButton("Web address");
  await web.getByLabel("Text").fill("Track it");
  await web.getByLabel("Web address").fill("https://birch.example/o/");
  await web.getByLabel("Variable at the end").check();
  await web.getByLabel("Sample of the whole address").fill("https://birch.example/o/B-1");
  const phone = await editor.addButton("Phone");
  await phone.getByLabel("Text").fill("Call the shop");
  await phone.getByLabel("Phone number").fill("+49 40 66969 118");
  const code = await editor.addButton("Copy code");
  await code.getByLabel("Code to copy").fill("BREAD10");
  await editor.addButton("Catalogue");
  const call = await editor.addButton("Call on WhatsApp");
  await call.getByLabel("Text").fill("Call us");
  await expect(page.getByText("Nothing to correct.")).toBeVisible();

  await check(page, TWO_LOOKS);
  await fits(page);

  await editor.preview().getByRole("button", { name: "See all options" }).click();
  await expect(editor.preview().getByRole("dialog")).toContainText("Call us");
  await page.keyboard.press("Escape");
});

test("a finding that comes while a button is pressed does not move it away", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("pressed_once");
  // Its text is focused and empty: leaving it finds something, right above the button.
  const added = await editor.addButton("Quick reply");
  await added.last().getByLabel("Text").fill("");
  const again = page.getByRole("button", { name: "Add button" });
  await again.hover();
  await page.mouse.down();
  await expect(again).toBeFocused();
  await page.mouse.up();
  await expect(page.getByRole("menu", { name: "Add button" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Fill this in.").first()).toBeVisible();
});

test("what Meta rejects is changed and sent again", async ({ page, hub }) => {
  await new Sandbox(hub).reviewWithin(1);
  const editor = await Editor.signedIn(page, hub);
  await editor.create("will_be_rejected");
  await editor.write("Please send us your password now reject:SCAM and more.");
  await editor.submit();
  await expect.poll(() => editor.state(), { timeout: 30_000 }).toBe("rejected");
  await page.goto(`${page.url()}/edit`);
  await expect(page.getByText("Meta rejected this template.")).toBeVisible();
  await editor.write("Your order is ready for you at the shop now.");
  await editor.submit();
  await expect.poll(() => editor.state(), { timeout: 30_000 }).toBe("approved");
});

test("what Meta refuses is told in its words, with the way to the field", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("taken_at_meta");
  const message = "name: a template of this name exists already";
  const error = { code: 100, subcode: 2388024, message };
  await new Sandbox(hub).fault({ path: `/${WABA}/message_templates`, method: "POST", error });
  await page.getByRole("button", { name: "Submit to Meta" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Submit to Meta" }).click();
  await expect(dialog.getByText("What Meta answered")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Meta refused it")).toBeVisible();
  await page.getByRole("button", { name: "Show: Name" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
});

test("a language is added beside the one that it is translated from", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("many_tongues");
  await page.getByRole("button", { name: "Add language" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Language").selectOption("de");
  await dialog.getByRole("button", { name: "Add language" }).click();
  await expect(page.getByRole("region", { name: "To translate" })).toContainText("Hello there, your order is ready");
  await editor.write("Hallo, deine Bestellung liegt jetzt für dich bereit.");
  await editor.saved();
  await expect(page.getByRole("navigation", { name: "Languages of this template" }).getByRole("link")).toHaveCount(2);
});

test("an upload that breaks goes on where it stopped", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("broken_upload");
  await editor.header("Image").click();
  await editor.upload("notes.txt", "text/plain");
  await expect(page.getByText(/^notes.txt is of another kind/)).toBeVisible();
  // What says that it is a picture, and is none.
  const none = { name: "loaves.png", mimeType: "image/png", buffer: Buffer.from("hello") };
  await page.locator("input[type=file]").setInputFiles(none);
  await expect(page.getByText(/^loaves.png is of another kind/)).toBeVisible();
  await expect(page.getByText("What Meta takes here: JPEG, PNG, at most 5 MB.")).toBeVisible();

  await new Sandbox(hub).fault({ path: "/upload:*", method: "POST", after_bytes: 300_000 });
  await editor.upload("loaves.png", "image/png", 1_000_000);
  await expect(page.getByText("The upload has stopped.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("The upload has stopped.")).toBeHidden();
  await expect(page.getByText("loaves.png")).toBeVisible();
  await expect(page.getByText("Nothing to correct.")).toBeVisible();
});

test("a draft survives a reload, and what was not saved survives the tab", async ({ page, hub, context }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("never_lost");
  await page.reload();
  await expect(editor.body()).toHaveValue("Hello there, your order is ready for you now.");

  const address = page.url();
  await context.setOffline(true);
  await editor.write("Written while the train was in a tunnel, and kept.");
  await expect(page.getByText(/your changes are kept in this browser/)).toBeVisible();
  // A crash: nothing of the page runs any more.
  await page.close({ runBeforeUnload: false });
  await context.setOffline(false);

  const again = new Editor(await context.newPage(), "");
  await again.page.goto(address);
  await expect(again.page.getByText("Your unsaved changes are back.")).toBeVisible();
  await expect(again.body()).toHaveValue("Written while the train was in a tunnel, and kept.");
  await again.saved();
});

test("two people change one draft, and neither loses a word", async ({ page, hub, context }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("two_hands");
  const [, path] = /(\/orgs\/.*\/templates\/tpl_[^/?]+)/.exec(page.url()) ?? [];
  await context.setOffline(true);
  await editor.write("Mine, which is a longer text about the bread.");
  const components = [{ type: "BODY", text: "Theirs, which came in between." }];
  await fetch(`${hub.url}/api/v1${path}`, {
    method: "PATCH",
    headers: {
      "content-type": "application/json",
      origin: hub.url,
      cookie: (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; "),
    },
    body: JSON.stringify({ components }),
  });
  await context.setOffline(false);
  await expect(page.getByText("Somebody else has changed this draft.")).toBeVisible();
  await page.getByRole("button", { name: "Keep mine" }).click();
  await editor.saved();
  await page.reload();
  await expect(editor.body()).toHaveValue("Mine, which is a longer text about the bread.");
});

test("who may not change templates sees why", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("only_to_look_at");
  const address = page.url();
  await Editor.signedIn(page, hub, "viewer@clienthub.example");
  await page.goto(address);
  await expect(page.getByText("You can look, not change.")).toBeVisible();
  await expect(editor.body()).toHaveAttribute("readonly", "");
});

test("the keys of the editor: move, save, help, next finding", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("no_mouse");
  await tabTo(page, page.getByRole("button", { name: "Add button" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const rows = page.locator("[data-row]");
  await expect(rows.first().getByLabel("Text")).toBeFocused();
  await page.keyboard.type("Yes");
  await tabTo(page, page.getByRole("button", { name: "Add button" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(rows.nth(1).getByLabel("Text")).toBeFocused();
  await page.keyboard.type("No");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(rows.first().getByLabel("Text")).toHaveValue("No");
  await page.keyboard.press("Control+s");
  await editor.saved();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await editor.write("");
  await page.keyboard.press("F8");
  await expect(editor.body()).toBeFocused();
  await expect(page.getByText("Fill this in.").first()).toBeVisible();
});

test("a carousel keeps its cards alike, on a phone and for screen readers", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("ten_breads");
  await page.getByLabel("Category", { exact: true }).selectOption("MARKETING");
  await page.getByRole("button", { name: "Add carousel" }).click();
  await page.getByRole("button", { name: "Add card" }).click();
  await expect(page.getByRole("tab", { name: /Card/ })).toHaveCount(3);
  // The preview follows the card that is edited.
  await expect(editor.preview().getByRole("listitem", { name: "Card 3" })).toBeInViewport();
  await page.getByRole("tab", { name: "Card 1" }).click();
  await expect(editor.preview().getByRole("listitem", { name: "Card 3" })).not.toBeInViewport();
  await page.getByRole("tab", { name: "Card 3" }).click();
  await page.getByLabel("Header of all cards").selectOption("VIDEO");
  const cards = page.getByRole("region", { name: "Carousel" });
  await cards.getByRole("button", { name: "Add button" }).click();
  await cards.getByRole("menuitem", { name: "Web address" }).click();
  await page.getByRole("tab", { name: "Card 1" }).click();
  await expect(cards.getByText("Web address").first()).toBeVisible();
  await expect(page.getByText("differs from card 1")).toHaveCount(0);
  await check(page);
  await fits(page);
});

test("an authentication template has Meta's words in its language", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  await editor.create("birch_code", "de");
  await page.getByLabel("Category", { exact: true }).selectOption("AUTHENTICATION");
  // Meta's own sentences: this page is in English, and so is what it shows without them.
  await expect(editor.preview()).toContainText("123456 ist dein Bestätigungscode. Gib diesen Code zu deiner Sicherheit nicht weiter.");
  await page.getByText("Zero tap", { exact: true }).click();
  await page.getByLabel("Package name").fill("com.birch.app");
  await page.getByLabel("Signature hash").fill("Qx7/PmAbC1d");
  await page.getByLabel(/I accept Meta/).check();
  await expect(page.getByText("Nothing to correct.")).toBeVisible();
  await check(page, TWO_LOOKS);
  await fits(page);
  await editor.saved();
  await editor.submit();
  await expect.poll(() => editor.state(), { timeout: 30_000 }).toBe("approved");
});
