// Bugs of locks that are planted on purpose.
import type { Terms } from '../terms.ts';
import { deciding } from '../twin.ts';
import type { ProtocolTwin } from '../twin.ts';

/** No order is placed later than this in the worlds in which bugs are looked for. */
const LATEST = 100;

const isOtherwise = (data: unknown): data is Terms & { readonly placedAt: number } =>
  (data as Partial<Terms>).placedAt !== undefined;

export const twins: readonly ProtocolTwin[] = [
  {
    name: 'locks: not inherited',
    role: 'participant',
    mechanism: 'whoever waits first inherits a lock in the commit that gives it back',
    consequence: 'The lock is free, and who waits for it is told by nobody.',
    breaks: ['L-2'],
    plant: deciding(({ decision: { events, messages, ...rest } }) => ({
      ...rest,
      events: events.filter(({ type }) => type !== 'LockInherited'),
      messages: messages.filter(({ type }) => !type.endsWith('LockInherited')),
    })),
  },
  {
    name: 'locks: no common order',
    role: 'participant',
    mechanism: 'all services ask in the same way who is older',
    consequence: 'Each of two orders is the older one somewhere, and waits there for the other.',
    breaks: ['L-1'],
    plant: deciding(({ self, message, decision, again }) =>
      self === 'payment-service' && isOtherwise(message.data)
        ? again({ ...message, data: { ...message.data, placedAt: LATEST - message.data.placedAt } })
        : decision,
    ),
  },
];
