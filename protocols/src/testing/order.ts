// The order that tests of roles are about.
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { message } from '@saga-lab/platform/testing/given';
import { protocols } from '../index.ts';
import type { Terms, Wanted } from '../terms.ts';

export const wanted: Wanted = {
  orderId: 'o1',
  customerId: 'ada',
  lines: [{ sku: 'lamp', quantity: 1 }],
};

/** At the price of the fake resource's shelf. */
export const terms: Terms = { ...wanted, lines: [{ sku: 'lamp', quantity: 1, unitPrice: 7 }], amount: 7 };

/** Whoever a message of a protocol is from: whom it names, or the first who may say it. */
const senderOf = (protocol: string, type: string, { by }: { readonly by?: string }): string =>
  by ?? protocols.find(({ name }) => name === protocol)?.messages[type]?.from[0] ?? 'test';

/** What a test says of a role of one protocol: messages to it, and facts of its own stream. */
export const wordsOf = (protocol: string) => ({
  told: (name: string, data: object = {}) => {
    const type = `${protocol}.${name}`;
    const source = `/${senderOf(protocol, type, data)}`;
    return message({ type, source, data: { orderId: wanted.orderId, ...data } });
  },
  noted: (type: string, data: object = {}): NewEvent => ({
    stream: streamOf(protocol, wanted.orderId),
    type,
    data,
  }),
});
