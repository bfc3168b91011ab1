// Bugs of choreography that are planted on purpose.
import type { Decision } from '@saga-lab/platform/decider/decider';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type { Terms } from '../terms.ts';
import { deciding, without } from '../twin.ts';
import type { Incoming, ProtocolTwin } from '../twin.ts';

const approve = ({ data }: Incoming): Decision => {
  const terms = data as Terms;
  const { orderId } = terms;
  return {
    events: [{ stream: streamOf('choreo', orderId), type: 'Approved', data: { terms } }],
    messages: [{ type: 'choreo.OrderApproved', data: terms, sagaId: orderId }],
  };
};

/** As if nothing was known of the order: what all orders share stays known. */
const forgetful: ProtocolTwin['plant'] = (part) => ({
  ...part,
  decide: (states: Readonly<Record<string, unknown>>, message: Incoming) => {
    const { orderId } = message.data as Terms;
    const others = Object.entries(states).filter(([stream]) => !stream.endsWith(`-${orderId}`));
    const known = message.type === 'choreo.StockReserved' ? Object.fromEntries(others) : states;
    return part.decide(known as never, message as never);
  },
});

export const twins: readonly ProtocolTwin[] = [
  {
    name: 'choreo: no tombstone',
    role: 'participant',
    mechanism: 'a rejection is remembered where nothing was heard of the order',
    consequence: 'Payment charges for an order that was rejected before.',
    breaks: ['I-4', 'I-6'],
    onlyExplored: true,
    plant: deciding(({ message, own, decision }) =>
      message.type === 'choreo.OrderRejected' && !own ? without(decision, 'Cancelled') : decision,
    ),
  },
  {
    name: 'choreo: approves after it gave up',
    role: 'participant',
    mechanism: 'an order that was rejected stays rejected',
    consequence: 'The payment comes late, and what is given back at one service is made final at another.',
    breaks: ['I-4'],
    plant: deciding(({ message, own, decision }) =>
      message.type === 'choreo.PaymentCharged' && own?.status === 'REJECTED' ? approve(message) : decision,
    ),
  },
  {
    name: 'choreo: an event twice charges twice',
    role: 'participant',
    mechanism: 'payment knows what it has charged for',
    consequence: 'An event that is told once more charges the customer once more.',
    breaks: ['I-5'],
    onlyExplored: true,
    plant: forgetful,
  },
];
