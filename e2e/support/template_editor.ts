// The editor of templates, as a person uses it.
import { type Locator, type Page, expect } from "@playwright/test";
import { sample } from "./files.js";
import type { Hub } from "./hub.js";
import { expectNoReload, mark } from "./marker.js";
import { type MetaTemplate, Sandbox } from "./sandbox.js";
import { DEMO, PASSWORD } from "./signIn.js";
import { stands } from "./template_page.js";

/** Birch Bakery GmbH. */
export const WABA = "120000000000001";

export class Editor {
  constructor(
    readonly page: Page,
    private readonly templates: string,
  ) {}

  /** Signed in by the API: these journeys begin at the editor. */
  static async signedIn(page: Page, hub: Hub, email = DEMO): Promise<Editor> {
    const api = `${hub.url}/api/v1`;
    const data = { email, password: PASSWORD };
    const session = await page.request.post(`${api}/session`, { data, headers: { origin: hub.url } });
    const [org] = (await session.json()).organisations;
    const wabas = await (await page.request.get(`${api}/orgs/${org.id}/wabas?limit=100`)).json();
    const waba = wabas.data.find((one: { meta_id: string }) => one.meta_id === WABA);
    return new Editor(page, `${hub.url}/orgs/${org.id}/wabas/${waba.id}/templates`);
  }

  /** The list that it belongs to. */
  async list(): Promise<void> {
    await this.page.goto(this.templates);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  async library(): Promise<void> {
    await this.page.goto(`${this.templates}/library`);
    await expect(this.page.getByRole("heading", { level: 1, name: "Template library" })).toBeVisible();
  }

  /** A new draft that is saved. */
  async create(name: string, language = "en_GB"): Promise<void> {
    await this.page.goto(`${this.templates}/new?name=${name}&language=${language}`);
    await this.write("Hello there, your order is ready for you now.");
    await this.saved();
  }

  body(): Locator {
    return this.page.getByLabel("Body text");
  }

  async write(text: string): Promise<void> {
    await this.body().fill(text);
  }

  /** The draft is at the hub, and the address is that of the draft. */
  async saved(): Promise<void> {
    await expect(this.page.getByRole("status").filter({ hasText: /draft saved/ })).toBeVisible();
    await expect(this.page).toHaveURL(/\/templates\/tpl_[^/]+\/edit/);
  }

  async addButton(kind: string): Promise<Locator> {
    await this.page.getByRole("button", { name: "Add button" }).click();
    await this.page.getByRole("menuitem", { name: kind }).first().click();
    return this.page.locator("[data-row]").filter({ hasText: kind });
  }

  header(kind: string): Locator {
    return this.page.getByRole("group", { name: "Header type" }).getByRole("button", { name: kind, exact: true });
  }

  async upload(name: string, mimeType: string, bytes = 2_000): Promise<void> {
    await this.page.locator("input[type=file]").setInputFiles(sample(name, mimeType, bytes));
  }

  preview(): Locator {
    return this.page.getByRole("region", { name: "Preview" });
  }

  /** Ends on the page of the template. */
  async submit(): Promise<void> {
    await this.page.getByRole("button", { name: "Submit to Meta" }).first().click();
    await this.page.getByRole("dialog").getByRole("button", { name: "Submit to Meta" }).click();
    await expect(this.page).toHaveURL(/\/templates\/tpl_[^/]+$/);
  }

  /** Ends on the page of the template, which Meta has approved. The sandbox's reviewer decides when told to. */
  async submitUntilApproved(hub: Hub, name: string): Promise<MetaTemplate> {
    const sandbox = new Sandbox(hub);
    await expect(this.page.getByText("Nothing to correct.")).toBeVisible();
    await this.submit();
    // The second within seconds stands below the first.
    await expect(this.page.getByText(`${name} was sent. Meta is reviewing it.`).last()).toBeVisible();
    await stands(this.page, "In review");
    await mark(this.page);
    const sent = await sandbox.template(WABA, name);
    await sandbox.patchTemplate(sent.id, { status: "APPROVED" });
    await stands(this.page, "Approved");
    await expectNoReload(this.page);
    return sent;
  }

  /** What the API says of the template that is open. */
  async state(): Promise<string> {
    return (await (await this.page.request.get(this.resource())).json()).state;
  }

  /** Changes the draft that is open by the API, as no page can. */
  async patch(fields: Record<string, unknown>): Promise<void> {
    const headers = { origin: new URL(this.page.url()).origin };
    const answer = await this.page.request.patch(this.resource(), { data: fields, headers });
    expect(answer.status(), await answer.text()).toBe(200);
  }

  /** The address of the template that is open, in the API. */
  private resource(): string {
    const [, path] = /(\/orgs\/.*\/templates\/tpl_[^/?]+)/.exec(this.page.url()) ?? [];
    return `${new URL(this.page.url()).origin}/api/v1${path}`;
  }
}
