// Bugs of two-phase commit that are planted on purpose.
import type { Decision } from '@saga-lab/platform/decider/decider';
import { wantedOf } from '../terms.ts';
import type { Terms, Wanted } from '../terms.ts';
import { deciding, without } from '../twin.ts';
import type { Incoming, ProtocolTwin } from '../twin.ts';

/** With the order in the data of the timer, so that it names the streams of what is held. */
const namingTheOrder = (decision: Decision, { data }: Incoming): Decision => ({
  ...decision,
  messages: decision.messages.map((sent) =>
    sent.type === '2pc.AskAgain'
      ? { ...sent, data: { ...(sent.data as object), wanted: wantedOf(data as Terms) } }
      : sent,
  ),
});

const orderIn = ({ data }: Incoming): Wanted | undefined => (data as { readonly wanted?: Wanted }).wanted;

const asAbort = (message: Incoming, wanted: Wanted): Incoming => ({
  ...message,
  type: '2pc.Abort',
  data: { ...wanted, reason: 'TIMED_OUT' },
});

const abortsAlone: ProtocolTwin['plant'] = (part, self) => {
  const changed = deciding(({ message, decision, again }) => {
    const wanted = orderIn(message);
    if (message.type === '2pc.AskAgain' && wanted) return again(asAbort(message, wanted));
    return message.type === '2pc.Prepare' ? namingTheOrder(decision, message) : decision;
  })(part, self);
  return {
    ...changed,
    streams: (message: Incoming) => {
      const wanted = orderIn(message);
      return part.streams((wanted ? asAbort(message, wanted) : message) as never);
    },
  };
};

/** As a commit of what has no price, to whoever asks. */
const commitToAsker = ({ data }: Incoming): Decision => {
  const { by, ...wanted } = data as Wanted & { readonly by: string };
  const lines = wanted.lines.map((line) => ({ ...line, unitPrice: 0 }));
  return {
    events: [],
    messages: [{ type: '2pc.Commit', data: { ...wanted, lines, amount: 0 }, to: by, sagaId: wanted.orderId }],
  };
};

export const twins: readonly ProtocolTwin[] = [
  {
    name: '2pc: vote before it is durable',
    role: 'participant',
    mechanism: 'the vote and the hold are written before the vote is sent',
    consequence: 'After a crash a participant knows nothing of its yes, and aborts what the others commit.',
    breaks: ['I-4', 'I-9', 'I-16'],
    plant: deciding(({ message, decision }) =>
      message.type === '2pc.Prepare' ? { ...decision, events: [] } : decision,
    ),
  },
  {
    name: '2pc: decision not durable',
    role: 'coordinator',
    mechanism: 'the decision is written before anybody is told',
    consequence: 'After a crash the coordinator decides once more, and otherwise.',
    breaks: ['I-4'],
    plant: deciding(({ decision }) => without(decision, 'CommitDecided')),
  },
  {
    name: '2pc: in doubt it aborts alone',
    role: 'participant',
    mechanism: 'whoever has voted yes waits for the outcome',
    consequence: 'A participant gives back what the others commit.',
    breaks: ['I-4'],
    onlyExplored: true,
    plant: abortsAlone,
  },
  {
    name: '2pc: the unknown is committed',
    role: 'participant',
    mechanism: 'whoever is asked about a transaction that it does not know says that it never will vote',
    consequence: 'The asker commits what has not been voted on yet.',
    breaks: ['I-4', 'I-16'],
    plant: deciding(({ message, own, decision }) =>
      message.type === '2pc.AskOutcome' && !own ? commitToAsker(message) : decision,
    ),
  },
  {
    name: '2pc: no tombstone',
    role: 'coordinator',
    mechanism: 'an abort that is presumed is written down',
    consequence: 'The request to begin comes late, and what was aborted is committed.',
    breaks: ['I-4'],
    onlyExplored: true,
    plant: deciding(({ decision }) => without(decision, 'AbortPresumed')),
  },
];
