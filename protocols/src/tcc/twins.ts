// Bugs of TCC that are planted on purpose.
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Outgoing } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { participantNames } from '../parties.ts';
import { wantedOf } from '../terms.ts';
import type { Terms, Wanted } from '../terms.ts';
import { deciding, without } from '../twin.ts';
import type { Incoming, ProtocolTwin } from '../twin.ts';

const toAll = (type: string, data: Wanted): readonly Outgoing[] =>
  participantNames.map((to) => ({ type, to, data, sagaId: data.orderId }));

const confirmAtOnce = ({ data }: Incoming): Decision => {
  const { by: _by, ...terms } = data as Terms & { readonly by: string };
  const stream = streamOf('tcc', terms.orderId);
  return {
    events: [{ stream, type: 'ConfirmDecided', data: { terms } }],
    messages: toAll('tcc.Confirm', terms),
  };
};

const cancelAll = ({ data }: Incoming): Decision => {
  const cancelled = { ...(data as Wanted), reason: 'CUSTOMER_CANCELLED' };
  return { events: [], messages: toAll('tcc.Cancel', cancelled) };
};

const lapseAtOnce = (decision: Decision, { receivedAt }: Incoming): Decision => ({
  ...decision,
  messages: decision.messages.flatMap((sent) =>
    sent.type === 'tcc.Tried' ? [sent, lapseOf(sent.data as Terms & { by: string }, receivedAt)] : [sent],
  ),
});

const lapseOf = ({ by, ...terms }: Terms & { readonly by: string }, notBefore: number): Outgoing => ({
  type: 'tcc.Lapse',
  data: wantedOf(terms),
  to: by,
  notBefore,
});

export const twins: readonly ProtocolTwin[] = [
  {
    name: 'tcc: no fence',
    role: 'participant',
    mechanism: 'a cancellation is remembered where nothing was tried',
    consequence:
      'The try comes after its cancellation, and what it holds is held for an order that has ended.',
    breaks: ['I-6', 'I-17'],
    onlyExplored: true,
    plant: deciding(({ message, own, decision }) =>
      message.type === 'tcc.Cancel' && !own ? without(decision, 'Cancelled') : decision,
    ),
  },
  {
    name: 'tcc: cancels what it confirms',
    role: 'coordinator',
    mechanism: 'what is decided to be confirmed is not cancelled any more',
    consequence: 'The wish to cancel reaches some before the confirmation, and others after it.',
    breaks: ['I-4'],
    onlyExplored: true,
    plant: deciding(({ message, own, decision }) =>
      message.type === 'tcc.RequestCancellation' && own?.status === 'CONFIRMING'
        ? cancelAll(message)
        : decision,
    ),
  },
  {
    name: 'tcc: confirms before all hold',
    role: 'coordinator',
    mechanism: 'only the last try makes the decision',
    consequence: 'Payment is to confirm what it never tried, and the order is approved without being paid.',
    breaks: ['I-4', 'I-9', 'I-16'],
    plant: deciding(({ message, own, decision }) =>
      message.type === 'tcc.Tried' && own?.status === 'TRYING' ? confirmAtOnce(message) : decision,
    ),
  },
  {
    name: 'tcc: a hold lapses before the deadline',
    role: 'participant',
    mechanism: 'a hold lasts longer than the coordinator may take to decide',
    consequence: 'One has given back what another confirms: the order is half confirmed, without any crash.',
    breaks: ['I-4'],
    plant: deciding(({ message, decision }) =>
      message.type === 'tcc.Try' ? lapseAtOnce(decision, message) : decision,
    ),
  },
];
