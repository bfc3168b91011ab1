// Hand-made histories of one order, for the tests of pictures and checks.
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { BarrierAnswer, Operation } from '@saga-lab/platform/decider/message';
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import type { CommitsByService, ServiceName } from '../client/documents.ts';

const ways: Readonly<Record<string, { to: ServiceName; step: string; operation: Operation }>> = {
  RejectOrder: { to: 'order-service', step: 'place-order', operation: 'compensation' },
  ReserveStock: { to: 'inventory-service', step: 'reserve-stock', operation: 'action' },
  ReleaseStock: { to: 'inventory-service', step: 'reserve-stock', operation: 'compensation' },
  ChargePayment: { to: 'payment-service', step: 'charge-payment', operation: 'action' },
  RefundPayment: { to: 'payment-service', step: 'charge-payment', operation: 'compensation' },
  ApproveOrder: { to: 'order-service', step: 'approve-order', operation: 'action' },
  ShipStock: { to: 'inventory-service', step: 'ship-stock', operation: 'action' },
};

export interface Replied {
  readonly answer?: BarrierAnswer;
  readonly refused?: boolean;
  readonly data?: unknown;
}

/** Tells what happened in the order of its causes; every instant is in milliseconds. */
export const tale = (saga = 'o1') => {
  const commits: Record<ServiceName, Commit[]> = {
    'saga-orchestrator': [],
    'order-service': [],
    'payment-service': [],
    'inventory-service': [],
  };
  let lamport = 0;
  let ids = 0;

  const entry = (parts: Omit<OutboxEntry, 'id' | 'data'> & { data?: unknown }): OutboxEntry => {
    ids += 1;
    return { data: { orderId: saga }, ...parts, id: `${saga}.${ids}`, sagaId: saga };
  };
  const event = (stream: string, type: string, data: unknown = {}): RecordedEvent => {
    ids += 1;
    return { stream, version: ids, type, schemaVersion: 1, data };
  };
  const commit = (
    service: ServiceName,
    parts: Pick<Commit, '_id' | 'at' | 'cause' | 'events' | 'outbox'>,
  ): void => {
    lamport += 1;
    const sent = parts.outbox.flatMap(({ notBefore }, n) => (notBefore === undefined ? [n] : []));
    const common = { lamport, correlationId: saga, causationId: 'x', attempt: 'a', sagaId: saga, sent };
    commits[service].push({ ...common, ...parts });
  };

  const told = {
    commits: commits as CommitsByService,
    /** Changes the last commit of a service. */
    amend: (service: ServiceName, change: Partial<Commit>) => {
      const last = commits[service].pop();
      if (last) commits[service].push({ ...last, ...change });
      return told;
    },
    /** The customer's own request, and the message that it makes the order service send. */
    client: (at: number, cause: 'PlaceOrder' | 'RequestCancellation') => {
      const placed = {
        type: 'OrderPlaced',
        step: 'place-order',
        operation: 'action',
        answer: 'APPLIED',
      } as const;
      const sent = entry(cause === 'PlaceOrder' ? placed : { type: 'OrderCancellationRequested' });
      const events = [event(`order-${saga}`, sent.type)];
      commit('order-service', { _id: `http:${cause}:${saga}`, at, cause, events, outbox: [sent] });
      return told;
    },
    /** The saga takes a message in and sends commands, each with a deadline. */
    saga: (at: number, cause: string, sends: readonly string[], attempt = 1) => {
      const outbox = sends.map((type) => entry({ type, attempt, ...ways[type] }));
      const timer = entry({ type: 'CheckDeadline', to: 'saga-orchestrator', notBefore: at + 1000 });
      const last = sends.length === 0 ? cause : 'CommandSent';
      const events = [event(`saga-${saga}`, last)];
      ids += 1;
      const _id = `in.${ids}`;
      commit('saga-orchestrator', {
        _id,
        at,
        cause,
        events,
        outbox: sends.length > 0 ? [...outbox, timer] : [],
      });
      return told;
    },
    /** The timer that the saga armed last goes off. */
    deadline: (at: number, sends: readonly string[], attempt = 1) => {
      const armed = commits['saga-orchestrator'].at(-1)?.outbox.at(-1)?.id ?? '';
      return told.saga(at, 'CheckDeadline', sends, attempt).amend('saga-orchestrator', { _id: armed });
    },
    /** A participant does a command, or answers it without doing anything. */
    answers: (at: number, cause: string, type: string, replied: Replied = {}) => {
      const { answer = 'APPLIED', refused = false, data = { orderId: saga } } = replied;
      const {
        to: service,
        step,
        operation,
      } = ways[cause] ?? { to: 'order-service', step: '', operation: 'action' };
      const note = event(`home-${saga}`, 'CommandAnswered', {
        saga,
        step,
        operation,
        answer,
        refused,
        reply: { type, data },
      });
      const done = answer === 'APPLIED' ? [event(`home-${saga}`, type, data)] : [];
      const events = answer === 'DUPLICATE' ? [] : [...done, note];
      const outbox = [entry({ type, step, operation, answer, data })];
      ids += 1;
      commit(service, { _id: `cmd.${ids}`, at, cause, events, outbox });
      return told;
    },
  };
  return told;
};
