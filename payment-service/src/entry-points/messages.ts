// What the payment service reacts to: commands from the broker, and a request that comes by HTTP.
import { categories } from '@saga-lab/contracts/streams';
import { participants } from '@saga-lab/contracts/services';
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { participants as roles, schemasFor } from '@saga-lab/protocols/mounted';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { decider } from '../domain/decider.ts';
import { money, moneyAtOnce } from '../domain/resource.ts';

const { commands, requests } = participants['payment-service'];

const saga = part(decider, {
  messages: [...Object.keys(commands), ...requests],
  timers: [],
  categories: [categories.account, categories.payment],
});

const setting = {
  self: 'payment-service',
  resource: behindBarrier(money),
  atOnce: behindBarrier(moneyAtOnce),
  streamFolds: saga.streamFolds,
} as const;

export const messages = {
  decider: combined({ saga, ...roles(setting, defaultTiming) }),
  schemas: { ...commands, ...schemasFor('payment-service') },
};
