// `clienthub serve` on a database of its own, with one new organisation; the demo's sandbox plays Meta.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hub } from "./hub.js";
import { Server } from "./server.js";
import { PASSWORD } from "./signIn.js";

export interface Alone {
  server: Server;
  /** Gives the person (`NAME@clienthub.example`) another role. */
  setRole(name: string, role: string): Promise<void>;
}

/** `people`: name and role. Everything is gone after `test`. */
export async function newOrganisation(
  hub: Hub,
  people: Record<string, string>,
  test: (alone: Alone) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "clienthub-e2e-"));
  const server = await Server.start(hub, `sqlite://${join(folder, "hub.db")}`);
  try {
    const org = await server.command(["org", "create", "Alder Books"]);
    const email = (name: string) => `${name}@clienthub.example`;
    const setRole = async (name: string, role: string) => {
      await server.command(["user", "add-role", email(name), "--org", org, "--role", role]);
    };
    for (const [name, role] of Object.entries(people)) {
      await server.command(["user", "create", email(name), "--name", name], `${PASSWORD}\n`);
      await setRole(name, role);
    }
    await test({ server, setRole });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
