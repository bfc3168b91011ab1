// Hand-made histories of one order, for the tests of pictures and checks.
import { streamOf } from '@saga-lab/platform/decider/streams';
import { categories } from '@saga-lab/contracts/streams';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { BarrierAnswer, Operation } from '@saga-lab/platform/decider/barrier';
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import { input } from '@saga-lab/platform/store/fixtures';
import { orderFulfilment } from '@saga-lab/saga-orchestrator/sagas/order-fulfilment/order-fulfilment';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { CommitsByService } from '../client/documents.ts';

interface Way {
  readonly to: ServiceName;
  readonly step: string;
  readonly operation: Operation;
}

const { steps } = orderFulfilment;

/** Command -> where it goes, and what it is to the saga. */
const ways = new Map<string, Way>(
  steps.flatMap(({ participant, step, command, compensation }): (readonly [string, Way])[] => {
    const to = participant as ServiceName;
    const action = [command, { to, step, operation: 'action' }] as const;
    return compensation === undefined
      ? [action]
      : [action, [compensation, { to, step, operation: 'compensation' }]];
  }),
);

const wayOf = (command: string) => {
  const way = ways.get(command);
  if (!way) throw new Error(`${command} is no command.`);
  return way;
};

const homes: Readonly<Partial<Record<ServiceName, string>>> = {
  'saga-orchestrator': categories.saga,
  'order-service': categories.order,
  'payment-service': categories.payment,
  'inventory-service': categories.reservation,
};

const refusals = steps.map(({ refused }) => refused);

export interface Replied {
  readonly answer?: BarrierAnswer;
  readonly refused?: boolean;
  readonly data?: unknown;
}

/** Tells what happened in the order of its causes; every instant is in milliseconds. */
export const sagaHistory = (saga = 'o1') => {
  const commits = Object.fromEntries(serviceNames.map((name) => [name, []])) as unknown as Record<
    ServiceName,
    Commit[]
  >;
  const versions = new Map<string, number>();
  const taken = new Set<string>();
  let lamport = 0;
  let ids = 0;

  const entry = (parts: Omit<OutboxEntry, 'id' | 'data'> & { data?: unknown }): OutboxEntry => {
    ids += 1;
    return { data: { orderId: saga }, ...parts, id: `${saga}.${ids}`, sagaId: saga };
  };
  const event = (service: ServiceName, type: string, data: unknown = {}): RecordedEvent => {
    const stream = streamOf(homes[service] ?? service, saga);
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    return { stream, version, type, schemaVersion: 1, data };
  };
  /** The message that brings something about: the last one of its type that was not taken in, or one from nowhere. */
  const take = (type: string): OutboxEntry => {
    const sent = Object.values(commits).flatMap((all) => all.flatMap(({ outbox }) => outbox));
    const message = sent.findLast((each) => each.type === type && !taken.has(each.id)) ?? entry({ type });
    taken.add(message.id);
    return message;
  };
  const commit = (
    service: ServiceName,
    parts: Pick<Commit, '_id' | 'at' | 'events' | 'outbox'> & { readonly type: string },
  ): void => {
    lamport += 1;
    const sent = parts.outbox.flatMap(({ notBefore }, n) => (notBefore === undefined ? [n] : []));
    const { type, ...rest } = parts;
    commits[service].push({
      lamport,
      correlationId: saga,
      causationId: 'x',
      attempt: 'a',
      input: input({ type, sagaId: saga, receivedAt: parts.at }),
      sent,
      ...rest,
    });
  };
  /** What the saga writes down about an answer before it goes on. */
  const heard = ({ type, step, operation }: OutboxEntry): readonly RecordedEvent[] => {
    if (type === 'OrderPlaced') return [event('saga-orchestrator', 'SagaStarted')];
    if (step === undefined) return [];
    const done = refusals.includes(type) ? 'StepRefused' : 'StepSucceeded';
    return [event('saga-orchestrator', operation === 'compensation' ? 'StepCompensated' : done, { step })];
  };
  const ask = (at: number, message: Pick<OutboxEntry, 'id' | 'type'>, asked: Asked): void => {
    const { sends, attempt = 1, first = [] } = asked;
    const outbox = sends.map((type) => entry({ type, attempt, ...ways.get(type) }));
    const timer = entry({ type: 'CheckDeadline', to: 'saga-orchestrator', notBefore: at + 1000 });
    const events = outbox.map(({ type, step, operation }) =>
      event('saga-orchestrator', 'CommandSent', { command: type, step, operation }),
    );
    commit('saga-orchestrator', {
      _id: message.id,
      at,
      type: message.type,
      events: [...first, ...events],
      outbox: sends.length > 0 ? [...outbox, timer] : [],
    });
  };

  const history = {
    commits: commits as CommitsByService,
    /** Changes the last commit of a service. */
    amend: (service: ServiceName, change: Partial<Commit>) => {
      const last = commits[service].pop();
      if (last) commits[service].push({ ...last, ...change });
      return history;
    },
    /** The customer's own request, and the message that it makes the order service send. */
    client: (at: number, type: 'PlaceOrder' | 'RequestCancellation') => {
      const placed = {
        type: 'OrderPlaced',
        step: 'place-order',
        operation: 'action',
        answer: 'APPLIED',
      } as const;
      const sent = entry(type === 'PlaceOrder' ? placed : { type: 'OrderCancellationRequested' });
      const events = [event('order-service', sent.type, { orderId: saga, customerId: 'ada' })];
      commit('order-service', { _id: `http:${type}:${saga}`, at, type, events, outbox: [sent] });
      return history;
    },
    /** The saga takes a message in and sends commands, each with a deadline. */
    saga: (at: number, cause: string, sends: readonly string[], attempt = 1) => {
      const message = take(cause);
      ask(at, message, { sends, attempt, first: heard(message) });
      return history;
    },
    /** The saga takes a message in, and only writes something down: that it has ended, or that it does not care. */
    notes: (at: number, cause: string, type: string) => {
      const message = take(cause);
      const first = type === 'ReplyIgnored' ? [] : heard(message);
      ask(at, message, { sends: [], first: [...first, event('saga-orchestrator', type)] });
      return history;
    },
    /** The timer that the saga armed last goes off. */
    deadline: (at: number, sends: readonly string[], attempt = 1) => {
      ask(at, take('CheckDeadline'), { sends, attempt });
      return history;
    },
    /** A participant does a command, or answers it without doing anything. */
    answers: (at: number, cause: string, type: string, replied: Replied = {}) => {
      const { answer = 'APPLIED', refused = false, data = { orderId: saga } } = replied;
      const { to: service, step, operation } = wayOf(cause);
      const note = { saga, step, operation, answer, refused, reply: { type, data } };
      const done = answer === 'APPLIED' ? [event(service, type, data)] : [];
      const events = answer === 'DUPLICATE' ? [] : [...done, event(service, 'CommandAnswered', note)];
      const outbox = [entry({ type, step, operation, answer, data })];
      commit(service, { _id: take(cause).id, at, type: cause, events, outbox });
      return history;
    },
  };
  return history;
};

interface Asked {
  readonly sends: readonly string[];
  readonly attempt?: number;
  readonly first?: readonly RecordedEvent[];
}

export const deadLetter = {
  _id: 'm1',
  queue: 'payment-service.commands',
  reason: 'unknown type Nonsense',
  body: '{}',
  encoding: 'utf-8',
  size: 2,
  at: 1,
  count: 1,
} as const;
