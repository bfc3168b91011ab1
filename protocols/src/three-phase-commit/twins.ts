// Bugs of three-phase commit that are planted on purpose.
import type { Decision } from '@saga-lab/platform/decider/decider';
import { participantNames } from '../parties.ts';
import type { Terms, Wanted } from '../terms.ts';
import { deciding, without } from '../twin.ts';
import type { Incoming, ProtocolTwin } from '../twin.ts';
import type { State } from './state.ts';
import type { Patience, StateAsk, StateIs } from './messages.ts';

const outcome = (message: Incoming, type: 'Commit' | 'Abort', data: object): Incoming => ({
  ...message,
  type: `3pc.${type}`,
  data,
});

const orderOf = ({ data }: Incoming): Wanted => (data as Patience['data']).wanted;

/** As many web pages tell it: whoever is prepared aborts when time is over, whoever is pre-committed commits. */
const timeOutsOnly: ProtocolTwin['plant'] = deciding(({ message, own, decision, again }) => {
  if (message.type !== '3pc.Patience') return decision;
  const state = own as State | undefined;
  return state?.status === 'PRECOMMITTED'
    ? again(outcome(message, 'Commit', state.terms))
    : again(outcome(message, 'Abort', { ...orderOf(message), reason: 'TIMED_OUT' }));
});

/** With the commit in the same breath as what should come before it. */
const commitAtOnce = (decision: Decision): Decision => {
  const decided = decision.events.find(({ type }) => type === 'PreCommitDecided');
  if (!decided) return decision;
  const { terms } = decided.data as { readonly terms: Terms };
  return {
    events: [...decision.events, { ...decided, type: 'CommitDecided', data: { terms } }],
    messages: [
      ...decision.messages,
      ...participantNames.map((to) => ({
        type: '3pc.Commit',
        data: terms,
        to,
        sagaId: terms.orderId,
      })),
    ],
  };
};

/** It aborts where it should lead the others to commit. */
const blind: ProtocolTwin['plant'] = deciding(({ message, decision, again }) => {
  if (!decision.events.some(({ type }) => type === 'LeadTaken')) return decision;
  const { orderId, customerId, lines } = message.data as StateIs['data'];
  return again(outcome(message, 'Abort', { orderId, customerId, lines, reason: 'COORDINATOR_IS_SILENT' }));
});

/** As if its timer had gone off when it was due. */
const inTime = (message: Incoming): Incoming => ({
  ...message,
  receivedAt: (message.data as { readonly due: number }).due,
});

const joinsNothing: ProtocolTwin['plant'] = deciding(({ message, decision }) =>
  message.type === '3pc.StateAsk' ? without(decision, 'TerminationJoined') : decision,
);

/** Who knows the outcome says how far it was before, and the asker waits until it leads. */
const saysNoOutcome: ProtocolTwin['plant'] = deciding(({ self, message, own, decision }) => {
  const state = own as State | undefined;
  if (message.type !== '3pc.StateAsk' || state?.status !== 'COMMITTED') return decision;
  const { by, round, orderId, customerId, lines } = message.data as StateAsk['data'];
  const said = { by: self, round, stage: 'PRECOMMITTED', terms: state.terms };
  const data = { orderId, customerId, lines, ...said };
  return { events: [], messages: [{ type: '3pc.StateIs', data, to: by, sagaId: orderId }] };
});

export const twins: readonly ProtocolTwin[] = [
  {
    name: '3pc: time-outs only',
    role: 'participant',
    mechanism: 'whoever loses patience asks the others before it ends anything',
    consequence: 'One has heard that all have voted yes and commits, another has not and aborts.',
    breaks: ['I-4'],
    plant: timeOutsOnly,
  },
  {
    name: '3pc: commit without acknowledgements',
    role: 'coordinator',
    mechanism: 'the coordinator commits once everybody who is alive knows that all have voted yes',
    consequence:
      'The coordinator and whoever has heard of it commit; those who are left know nothing and abort.',
    breaks: ['I-4'],
    plant: deciding(({ decision }) => commitAtOnce(decision)),
  },
  {
    name: '3pc: acts before it asks',
    role: 'coordinator',
    mechanism: 'a coordinator that was away asks how far the others are before it commits',
    consequence: 'It commits what the others have aborted meanwhile.',
    breaks: ['I-4', 'I-9'],
    plant: deciding(({ message, decision, again }) =>
      message.type === '3pc.AckBy' ? again(inTime(message)) : decision,
    ),
  },
  {
    name: '3pc: blind for the pre-committed',
    role: 'participant',
    mechanism: 'whoever leads commits if anybody knows that all have voted yes',
    consequence: 'Those who are left abort what the dead coordinator has committed.',
    breaks: ['I-4'],
    plant: blind,
  },
  {
    name: '3pc: late words of the dead',
    role: 'participant',
    mechanism: 'whoever has joined a termination does not do any more what the dead coordinator says',
    consequence:
      'A message that was under way makes one of them pre-committed after the others have counted it as prepared.',
    breaks: ['I-4', 'I-9', 'I-19'],
    plant: joinsNothing,
  },
  {
    name: '3pc: the decided count',
    role: 'participant',
    mechanism: 'only those who know no outcome either are waited for, in the order of their rank',
    consequence: 'Somebody waits for ever until another leads that has long ended.',
    breaks: ['I-19'],
    plant: saysNoOutcome,
  },
];
