/** What the stand-in for WSL's service reports in its own time. */

import { expect } from "vitest";
import type { ServiceEvent, WslService } from "../../src/wslservice/driver.ts";

/** Waits until an event, old or new, has these members. */
export async function eventOf(service: WslService, event: Partial<ServiceEvent>): Promise<void> {
  await expect
    .poll(() => service.events, { timeout: 20_000, interval: 20 })
    .toContainEqual(expect.objectContaining(event));
}
