// What the payment service reacts to: commands from the broker, and a request that comes by HTTP.
import { categories } from '@saga-lab/contracts/streams';
import { participants } from '@saga-lab/contracts/services';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { schemasFor } from '@saga-lab/protocols/mounted';
import { decider } from '../domain/decider.ts';
import { roles } from '../domain/roles.ts';

const { commands, requests } = participants['payment-service'];

const saga = part(decider, {
  messages: [...Object.keys(commands), ...requests],
  timers: [],
  categories: [categories.account, categories.payment],
});

export const messages = {
  decider: combined({ saga, ...roles }),
  schemas: { ...commands, ...schemasFor('payment-service') },
};
