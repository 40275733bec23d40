// Every kind of header and of button that the editor offers: made by hand, at Meta as it was typed, and approved before the reader's eyes.
// The sandbox leaves a template whose name holds `review_hold` in review until its reviewer is told.
import { sample } from "../support/files.js";
import { expect, test } from "../support/hub.js";
import { Editor } from "../support/template_editor.js";

/** As the sandbox has it: a file is a handle. */
const file = { header_handle: [expect.stringMatching(/^4:/)] };

test("no header, a text, and a text with a variable; buttons that answer, lead, call and copy", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);

  await test.step("no header, two quick replies", async () => {
    const name = "kind_plain_review_hold";
    await editor.create(name);
    await expect(editor.header("None")).toHaveAttribute("aria-pressed", "true");
    for (const text of ["I come tomorrow", "I come later"]) {
      await (await editor.addButton("Quick reply")).last().getByLabel("Text").fill(text);
    }
    const { fields } = await editor.submitUntilApproved(hub, name);
    expect(fields.components).toMatchObject([
      { type: "BODY", text: "Hello there, your order is ready for you now." },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "I come tomorrow" },
          { type: "QUICK_REPLY", text: "I come later" },
        ],
      },
    ]);
  });

  await test.step("a text above, an address as it is, a phone", async () => {
    const name = "kind_text_review_hold";
    await editor.create(name);
    await editor.header("Text").click();
    await page.getByLabel("Header text").fill("Your order");
    const web = await editor.addButton("Web address");
    await web.getByLabel("Text").fill("Our shops");
    await web.getByLabel("Web address").fill("https://birch.example/shops");
    const phone = await editor.addButton("Phone");
    await phone.getByLabel("Text").fill("Call the shop");
    await phone.getByLabel("Phone number").fill("+49 40 66969 118");
    const { fields } = await editor.submitUntilApproved(hub, name);
    expect(fields.components).toMatchObject([
      { type: "HEADER", format: "TEXT", text: "Your order" },
      { type: "BODY" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "URL", text: "Our shops", url: "https://birch.example/shops" },
          { type: "PHONE_NUMBER", text: "Call the shop", phone_number: "+49 40 66969 118" },
        ],
      },
    ]);
  });

  await test.step("a text with a variable above, an address with a variable, a code", async () => {
    const name = "kind_variable_review_hold";
    await editor.create(name);
    await editor.header("Text").click();
    await page.getByLabel("Header text").fill("Order");
    const header = page.getByRole("region", { name: "Header", exact: true });
    await header.getByRole("button", { name: "Insert variable" }).click();
    await page.getByLabel("Sample for value").fill("B-20417");
    await expect(editor.preview()).toContainText("Order B-20417");
    const web = await editor.addButton("Web address");
    await web.getByLabel("Text").fill("Track it");
    await web.getByLabel("Web address").fill("https://birch.example/o/");
    await web.getByLabel("Variable at the end").check();
    await web.getByLabel("Sample of the whole address").fill("https://birch.example/o/B-1");
    const code = await editor.addButton("Copy code");
    await code.getByLabel("Code to copy").fill("BREAD10");
    const { fields } = await editor.submitUntilApproved(hub, name);
    const sample = { header_text_named_params: [{ param_name: "value", example: "B-20417" }] };
    expect(fields.components).toMatchObject([
      { type: "HEADER", format: "TEXT", text: "Order {{value}}", example: sample },
      { type: "BODY" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "URL", url: "https://birch.example/o/{{1}}", example: ["https://birch.example/o/B-1"] },
          { type: "COPY_CODE", example: "BREAD10" },
        ],
      },
    ]);
  });
});

test("an image and a video; a flow, the catalogue and a call", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);

  await test.step("an image, a flow by its id", async () => {
    const name = "kind_image_review_hold";
    await editor.create(name);
    await editor.header("Image").click();
    await editor.upload("loaves.png", "image/png");
    await expect(page.getByText("loaves.png").first()).toBeVisible();
    const flow = await editor.addButton("Flow");
    await flow.getByLabel("Text", { exact: true }).fill("Book a table");
    await flow.getByLabel("Its value").fill("1234567890");
    await flow.getByLabel("First screen").fill("WELCOME");
    await flow.getByLabel("Icon").selectOption({ label: "Review" });
    const { fields } = await editor.submitUntilApproved(hub, name);
    const button = { type: "FLOW", text: "Book a table", flow_id: "1234567890", flow_action: "navigate" };
    expect(fields.components).toMatchObject([
      { type: "HEADER", format: "IMAGE", example: file },
      { type: "BODY" },
      { type: "BUTTONS", buttons: [{ ...button, navigate_screen: "WELCOME", icon: "REVIEW" }] },
    ]);
  });

  await test.step("a video, the catalogue, a call on WhatsApp", async () => {
    const name = "kind_video_review_hold";
    await editor.create(name);
    await page.getByLabel("Category", { exact: true }).selectOption("MARKETING");
    await editor.header("Video").click();
    await editor.upload("oven.mp4", "video/mp4");
    await expect(page.getByText("oven.mp4").first()).toBeVisible();
    const catalogue = await editor.addButton("Catalogue");
    await expect(catalogue.getByLabel("Text")).toHaveValue("View catalog");
    const call = await editor.addButton("Call on WhatsApp");
    await call.getByLabel("Text").fill("Call us");
    await call.getByLabel("Works for how many minutes").fill("15");
    const { fields } = await editor.submitUntilApproved(hub, name);
    expect(fields).toMatchObject({ category: "MARKETING" });
    expect(fields.components).toMatchObject([
      { type: "HEADER", format: "VIDEO", example: file },
      { type: "BODY" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "CATALOG", text: "View catalog" },
          { type: "VOICE_CALL", text: "Call us", ttl_minutes: 15 },
        ],
      },
    ]);
  });
});

test("a document and a place; several products and another flow", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);

  await test.step("a document, several products", async () => {
    const name = "kind_document_review_hold";
    await editor.create(name);
    await page.getByLabel("Category", { exact: true }).selectOption("MARKETING");
    await editor.header("Image").click();
    await editor.upload("loaves.png", "image/png");
    await expect(page.getByText("loaves.png").first()).toBeVisible();
    // The picture does not fit a document.
    await editor.header("Document").click();
    await expect(page.getByText("loaves.png")).toHaveCount(0);
    await expect(page.getByText("Nothing to correct.")).toBeHidden();
    await editor.upload("menu.pdf", "application/pdf");
    await expect(page.getByText("menu.pdf").first()).toBeVisible();
    const products = await editor.addButton("Several products");
    await expect(products.getByLabel("Text")).toHaveValue("View items");
    const { fields } = await editor.submitUntilApproved(hub, name);
    expect(fields.components).toMatchObject([
      { type: "HEADER", format: "DOCUMENT", example: file },
      { type: "BODY" },
      { type: "BUTTONS", buttons: [{ type: "MPM", text: "View items" }] },
    ]);
  });

  await test.step("a place, a flow by its name that asks the server", async () => {
    const name = "kind_place_review_hold";
    await editor.create(name);
    await editor.header("Location").click();
    await expect(editor.preview()).toContainText("Name of the place");
    const flow = await editor.addButton("Flow");
    await flow.getByLabel("Text", { exact: true }).fill("Find a shop");
    await flow.getByLabel("Flow named by").selectOption({ label: "Name" });
    await flow.getByLabel("Its value").fill("shop_finder");
    await flow.getByLabel("What it does").selectOption({ label: "Ask your server for the first screen" });
    await expect(flow.getByLabel("First screen")).toBeHidden();
    const { fields } = await editor.submitUntilApproved(hub, name);
    const button = { type: "FLOW", text: "Find a shop", flow_name: "shop_finder", flow_action: "data_exchange" };
    expect(fields.components).toMatchObject([
      { type: "HEADER", format: "LOCATION" },
      { type: "BODY" },
      { type: "BUTTONS", buttons: [button] },
    ]);
  });
});

test("a code to copy, for one tap and for none", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);
  const app = { package_name: "com.birch.app", signature_hash: "Qx7/PmAbC1d" };

  for (const { way, type, supported_apps } of [
    { way: "Copy code", type: "COPY_CODE", supported_apps: undefined },
    { way: "One tap", type: "ONE_TAP", supported_apps: [app] },
    { way: "Zero tap", type: "ZERO_TAP", supported_apps: [app] },
  ]) {
    await test.step(way, async () => {
      const name = `kind_${type.toLowerCase()}_review_hold`;
      await editor.create(name);
      await page.getByLabel("Category", { exact: true }).selectOption("AUTHENTICATION");
      await page.getByRole("radio", { name: way }).check();
      if (supported_apps) {
        await page.getByLabel("Package name").fill(app.package_name);
        await page.getByLabel("Signature hash").fill(app.signature_hash);
      }
      if (type === "ZERO_TAP") {
        await page.getByLabel(/^I accept Meta/).check();
      }
      const { fields } = await editor.submitUntilApproved(hub, name);
      expect(fields).toMatchObject({ category: "AUTHENTICATION" });
      const buttons = fields.components.at(-1) as { buttons: Record<string, unknown>[] };
      expect(buttons).toMatchObject({ type: "BUTTONS" });
      expect(buttons.buttons).toHaveLength(1);
      const terms = type === "ZERO_TAP" ? true : undefined;
      const [{ otp_type, supported_apps: apps, zero_tap_terms_accepted } = {}] = buttons.buttons;
      expect({ otp_type, apps, zero_tap_terms_accepted }).toEqual({
        otp_type: type,
        apps: supported_apps,
        zero_tap_terms_accepted: terms,
      });
    });
  }
});

test("a carousel of two cards, and an offer that ends", async ({ page, hub }) => {
  const editor = await Editor.signedIn(page, hub);

  await test.step("a carousel", async () => {
    const name = "kind_carousel_review_hold";
    await editor.create(name);
    await page.getByLabel("Category", { exact: true }).selectOption("MARKETING");
    await page.getByRole("button", { name: "Add carousel" }).click();
    const carousel = page.getByRole("region", { name: "Carousel", exact: true });
    await carousel.getByRole("button", { name: "Add button" }).click();
    await carousel.getByRole("menuitem", { name: "Web address" }).click();
    for (const [place, bread] of ["Rye", "Spelt"].entries()) {
      await carousel.getByRole("tab", { name: `Card ${place + 1}` }).click();
      const card = carousel.getByRole("tabpanel", { name: `Card ${place + 1}` });
      await card.getByLabel("Choose file").setInputFiles(sample(`${bread}.png`, "image/png"));
      await expect(card.getByText(`${bread}.png`)).toBeVisible();
      await card.getByLabel("Body text").fill(`${bread} bread that we baked this morning.`);
      const [reply, web] = ["Quick reply", "Web address"].map((kind) => card.locator("[data-row]").filter({ hasText: kind }));
      await reply!.getByLabel("Text").fill(`Keep ${bread}`);
      await web!.getByLabel("Text").fill("See it");
      await web!.getByLabel("Web address").fill(`https://birch.example/${bread}`);
    }
    const { fields } = await editor.submitUntilApproved(hub, name);
    const card = (bread: string) => ({
      components: [
        { type: "HEADER", format: "IMAGE", example: file },
        { type: "BODY", text: `${bread} bread that we baked this morning.` },
        {
          type: "BUTTONS",
          buttons: [
            { type: "QUICK_REPLY", text: `Keep ${bread}` },
            { type: "URL", text: "See it", url: `https://birch.example/${bread}` },
          ],
        },
      ],
    });
    expect(fields.components).toMatchObject([
      { type: "BODY" },
      { type: "CAROUSEL", cards: [card("Rye"), card("Spelt")] },
    ]);
  });

  await test.step("an offer", async () => {
    const name = "kind_offer_review_hold";
    await editor.create(name);
    await page.getByLabel("Category", { exact: true }).selectOption("MARKETING");
    await page.getByRole("button", { name: "Add limited-time offer" }).click();
    await page.getByLabel("Offer in a few words").fill("Bread for less");
    await page.getByLabel("Code to copy").fill("BREAD10");
    const web = page.locator("[data-row]").filter({ hasText: "Web address" });
    await web.getByLabel("Text").fill("Order now");
    await web.getByLabel("Web address").fill("https://birch.example/offer");
    await expect(editor.preview()).toContainText("Ends in");
    const { fields } = await editor.submitUntilApproved(hub, name);
    expect(fields.components).toMatchObject([
      { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Bread for less", has_expiration: true } },
      { type: "BODY" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "COPY_CODE", example: "BREAD10" },
          { type: "URL", text: "Order now", url: "https://birch.example/offer" },
        ],
      },
    ]);
  });
});
