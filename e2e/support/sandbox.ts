// Meta's part in a journey: what the sandbox's `/__sandbox` API can be told (its README says more).
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
