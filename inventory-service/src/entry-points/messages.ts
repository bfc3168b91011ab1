// What the inventory service reacts to: commands from the broker, and a request that comes by HTTP.
import { categories } from '@saga-lab/contracts/streams';
import { participants } from '@saga-lab/contracts/services';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { schemasFor } from '@saga-lab/protocols/mounted';
import { timingOf, unusual, waitDefaults } from '@saga-lab/protocols/timing';
import type { WaitSettings } from '@saga-lab/protocols/timing';
import { decider } from '../domain/decider.ts';
import { rolesWith } from '../domain/roles.ts';

const { commands, requests } = participants['inventory-service'];

/** The saga's part in this service. */
export const saga = part(decider, {
  messages: [...Object.keys(commands), ...requests],
  timers: [],
  categories: [categories.stock, categories.reservation],
});

/** `waits`: how patient it is with others that decide. */
export const messages = (waits: WaitSettings = waitDefaults) => {
  const settings = unusual(waits, waitDefaults);
  return {
    decider: combined({ saga, ...rolesWith(timingOf(waits)) }),
    schemas: { ...commands, ...schemasFor('inventory-service') },
    ...(settings && { settings }),
  };
};
