// Meta's part in a journey: what the sandbox's `/__sandbox` API can be told (its README says more).
import { createHmac } from "node:crypto";
import type { Hub } from "./hub.js";

export interface Fault {
  path: string;
  method?: string;
  times?: number;
  error?: Record<string, unknown>;
  /** A refusal by its name in sandbox/src/data/refusals.json. */
  refusal?: string;
  /** The wait that the refusal's text names; 0 names none. */
  wait_s?: number;
  delay_ms?: number;
  /** An upload breaks after so many bytes, which are kept. */
  after_bytes?: number;
  cut?: boolean;
  garble?: boolean;
  /** Whether it strikes before the call does anything; see the sandbox's README. */
  before?: boolean;
}

/** What a number's phone received. */
export interface Message {
  code: string;
  method: "SMS" | "VOICE";
  language: string;
  at: string;
}

export interface Webhook {
  waba_id: string;
  field: string;
  value: unknown;
}

/** The demo's app, and what it and the hub know of each other. */
export const APP = { id: "150000000000001", secret: "demo-app-secret", verifyToken: "demo-verify-token" };

/** A template as the sandbox has it. */
export interface MetaTemplate {
  id: string;
  fields: { name: string; language: string; category: string; status: string; components: unknown[] };
}

export class Sandbox {
  constructor(private readonly hub: Pick<Hub, "sandboxUrl">) {}

  /** Changes any field of a phone number, its PIN, counters and waits; Meta's webhook for it follows. */
  patchPhone(id: string, fields: Record<string, unknown>): Promise<unknown> {
    return this.call("PATCH", `phones/${id}`, fields);
  }

  /** The messages on a number's phone, newest first. */
  async inbox(id: string): Promise<Message[]> {
    const answer = await this.call("GET", `phones/${id}/inbox`);
    return (answer as { data: Message[] }).data;
  }

  /** Changes any field of a WABA; Meta's webhook for it follows. */
  patchWaba(id: string, fields: Record<string, unknown>): Promise<unknown> {
    return this.call("PATCH", `wabas/${id}`, fields);
  }

  /** So many templates in the WABA, made up beyond those that it has. */
  fillTemplates(wabaId: string, templates: number): Promise<unknown> {
    return this.call("POST", `wabas/${wabaId}/fill`, { templates });
  }

  /** All languages of the name that Meta has. */
  async templates(wabaId: string, name: string): Promise<MetaTemplate[]> {
    const found = await this.call("GET", `templates?waba_id=${wabaId}&find=${name}`);
    return (found as { data: MetaTemplate[] }).data.filter(({ fields }) => fields.name === name);
  }

  /** Its only language. */
  async template(wabaId: string, name: string): Promise<MetaTemplate> {
    const all = await this.templates(wabaId, name);
    if (all.length !== 1) {
      throw new Error(`sandbox: ${all.length} templates are called ${name}`);
    }
    return all[0]!;
  }

  /** Changes any field of a template (`status`: as its reviewer), or pauses it; Meta's webhook for it follows. */
  patchTemplate(id: string, fields: Record<string, unknown>): Promise<unknown> {
    return this.call("PATCH", `templates/${id}`, fields);
  }

  /** How long the reviews take that begin from now on. */
  reviewWithin(seconds: number): Promise<unknown> {
    return this.call("POST", "templates/review", { delay_s: seconds });
  }

  /** The next calls on this path fail as told. */
  fault(fault: Fault): Promise<unknown> {
    return this.call("POST", "faults", fault);
  }

  /** Meta answers as it should again. */
  clearFaults(): Promise<unknown> {
    return this.call("DELETE", "faults");
  }

  /** Makes an access token of the demo's app that never expires, for these WABAs alone; answers it. */
  async createToken(wabaIds: string[], fields: Record<string, unknown> = {}): Promise<string> {
    const made = await this.call("POST", "tokens", { waba_ids: wabaIds, ...fields });
    return (made as { token: string }).token;
  }

  /** `expires_at`, `revoked`, `scopes`, `waba_ids`. */
  patchToken(token: string, fields: Record<string, unknown>): Promise<unknown> {
    return this.call("PATCH", `tokens/${token}`, fields);
  }

  advanceClock(seconds: number): Promise<unknown> {
    return this.call("POST", "clock", { advance_s: seconds });
  }

  sendWebhook(webhook: Webhook): Promise<unknown> {
    return this.call("POST", "webhooks", webhook);
  }

  /** A webhook that comes late: what it tells happened so many seconds ago. The sandbox's own tell what happens now. */
  async sendLate(hub: Pick<Hub, "url">, { waba_id, field, value }: Webhook, age_s: number): Promise<void> {
    const time = Math.floor(Date.now() / 1000) - age_s;
    const entry = [{ id: waba_id, time, changes: [{ field, value }] }];
    const body = JSON.stringify({ object: "whatsapp_business_account", entry });
    const signature = createHmac("sha256", APP.secret).update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` };
    const answer = await fetch(`${hub.url}/webhooks/meta`, { method: "POST", headers, body });
    if (!answer.ok) {
      throw new Error(`the hub answered the webhook with ${answer.status}: ${await answer.text()}`);
    }
  }

  /** The requests that it has seen. */
  log(): Promise<unknown> {
    return this.call("GET", "log");
  }

  reset(): Promise<unknown> {
    return this.call("POST", "reset");
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.hub.sandboxUrl}/__sandbox/${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`sandbox: ${method} ${path} answered ${answer.status}: ${text}`);
    }
    return text === "" ? undefined : JSON.parse(text);
  }
}
