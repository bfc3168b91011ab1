// What the inventory service reacts to: commands from the broker, and a request that comes by HTTP.
import { categories } from '@saga-lab/contracts/streams';
import { participants } from '@saga-lab/contracts/services';
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { participants as roles, schemasFor } from '@saga-lab/protocols/mounted';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { decider } from '../domain/decider.ts';
import { pieces } from '../domain/resource.ts';

const { commands, requests } = participants['inventory-service'];

/** The saga's part in this service. */
export const saga = part(decider, {
  messages: [...Object.keys(commands), ...requests],
  timers: [],
  categories: [categories.stock, categories.reservation],
});

const setting = {
  self: 'inventory-service',
  resource: behindBarrier(pieces),
  streamFolds: saga.streamFolds,
} as const;

export const messages = {
  decider: combined({ saga, ...roles(setting, defaultTiming) }),
  schemas: { ...commands, ...schemasFor('inventory-service') },
};
