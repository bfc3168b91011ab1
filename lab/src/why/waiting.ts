// Why an order is not finished yet: who waits for what since when, and what comes next by itself.
import type { ServiceName } from '@saga-lab/contracts/services';
import { orchestrator, repliesQueue, startsQueue } from '@saga-lab/contracts/services';
import { commandsOf, deadLettersOf } from '@saga-lab/contracts/topology';
import { orderFulfilment } from '@saga-lab/saga-orchestrator/sagas/order-fulfilment/order-fulfilment';
import type { SagaEventData } from '@saga-lab/saga-orchestrator/saga/state';
import type { Recorded } from '../checker/history.ts';
import type { OrderHistory, Sent } from './order-history.ts';
import { isTimer, sentIn } from './order-history.ts';
import { instantText, serviceText, spanText } from './words.ts';

/** Where the message is that everything else waits for. */
export interface Waiting {
  readonly message: string;
  readonly type: string;
  readonly from: ServiceName;
  readonly to: ServiceName;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /**
   * `outbox`: the broker has not confirmed it. `underway`: in the queue, or being handled. `dead letter`: it could not be handled.
   * `taken`: it was taken in, and changed nothing.
   */
  readonly where: 'outbox' | 'underway' | 'dead letter' | 'taken';
  readonly queue: string;
  readonly sentences: readonly string[];
}

/** Nothing if the saga has ended, or if there is no order. */
export const waitingFor = (history: OrderHistory): Waiting | undefined => {
  if (isOver(history.commits)) return undefined;
  const sent = sentIn(history.commits);
  const frontier = frontierOf(history.commits, sent);
  if (!frontier) return undefined;
  const to = (frontier.entry.to ?? orchestrator.name) as ServiceName;
  const queue = queueOf(frontier, to);
  const { by, entry } = frontier;
  const letter = history.letters.find(
    ({ messageId, replays = [] }) => messageId === entry.id && replays.length === 0,
  );
  const isTaken = history.commits.some(({ commit }) => commit._id === entry.id);
  const where = isTaken ? 'taken' : letter ? 'dead letter' : frontier.isConfirmed ? 'underway' : 'outbox';
  const place = {
    message: entry.id,
    type: entry.type,
    from: by.service,
    to,
    since: by.commit.at,
    where,
    queue,
  } as const;
  return { ...place, sentences: [...placeText(place, history, letter?.reason), ...nextText(history, sent)] };
};

const sagaEventsOf = (commits: readonly Recorded[]): readonly SagaEventData[] =>
  commits
    .filter(({ service }) => service === orchestrator.name)
    .flatMap(({ commit }) => commit.events as unknown as readonly SagaEventData[]);

export const isOver = (commits: readonly Recorded[]): boolean =>
  sagaEventsOf(commits).some(({ type }) => type === 'SagaCompleted' || type === 'SagaCompensated');

/** Follows the open command, or the order where no saga has begun, to the last message that nobody has taken in. */
const frontierOf = (commits: readonly Recorded[], sent: readonly Sent[]): Sent | undefined => {
  const messages = sent.filter(({ entry }) => !isTimer(entry));
  const open = messages.findLast(({ by }) => by.service === orchestrator.name);
  let at = open ?? messages.find(({ entry }) => entry.type in orchestrator.starts);
  while (at) {
    const { id } = at.entry;
    const taken = commits.find(({ commit }) => commit._id === id);
    const answer = taken && messages.find(({ by }) => by === taken);
    if (!answer) return at;
    at = answer;
  }
  return at;
};

const queueOf = ({ entry }: Sent, to: ServiceName): string => {
  if (entry.to !== undefined) return commandsOf(to);
  return entry.type in orchestrator.starts ? startsQueue : repliesQueue;
};

const placeText = (
  { type, from, to, since, where, queue }: Omit<Waiting, 'sentences'>,
  { now }: OrderHistory,
  reason?: string,
): readonly string[] => {
  const waits = `it is not finished: since ${instantText(since)}, for ${spanText(Math.max(0, now - since))}, it has waited for ${serviceText(to)} to take in ${type} of ${serviceText(from)}`;
  switch (where) {
    case 'taken':
      return [
        `it is not finished: ${type} of ${serviceText(from)}, sent at ${instantText(since)}, was taken in and changed nothing, so that no message about it is underway`,
      ];
    case 'dead letter':
      return [
        waits,
        `${serviceText(to)} could not handle that message (${reason ?? 'nobody knows why'}), so it lies with the dead letters until an operator replays it`,
      ];
    case 'underway':
      return [
        waits,
        `the broker has that message: it is in queue ${queue}, or being handled, or was given up to ${deadLettersOf(queue)}`,
      ];
    case 'outbox':
      return [
        waits,
        `the broker has not confirmed that message: it waits in the outbox of ${serviceText(from)}, which sends it again by itself`,
      ];
  }
};

/** The last timer that was armed and has not fired. */
const nextText = ({ commits }: OrderHistory, sent: readonly Sent[]): readonly string[] => {
  const fired = new Set(commits.map(({ commit }) => commit._id));
  const timer = sent.findLast(
    ({ entry, isConfirmed }) => isTimer(entry) && !isConfirmed && !fired.has(entry.id),
  );
  if (!timer) return [];
  const { by, entry } = timer;
  const when = instantText(entry.notBefore ?? by.commit.at);
  return [`a timer of ${serviceText(by.service)} is armed for ${when}: ${thenText(commits, by.service)}`];
};

const thenText = (commits: readonly Recorded[], service: ServiceName): string => {
  if (service !== orchestrator.name) return 'should no saga have begun by then, the order is announced again';
  const events = sagaEventsOf(commits);
  const open = events.findLast((event) => event.type === 'CommandSent');
  if (!open) return 'the saga then goes on';
  const { step, operation, command } = open.data;
  if (operation === 'action' && canBeGivenUp(step))
    return `should there be no answer by then, ${step} is given up and everything is undone`;
  const byHand = isParked(events) ? ', unless an operator resolves it before' : '';
  return `should there be no answer by then, ${command} is sent again${byHand}`;
};

const canBeGivenUp = (step: string): boolean =>
  orderFulfilment.steps.some((row) => row.step === step && row.kind === 'compensatable');

const isParked = (events: readonly SagaEventData[]): boolean => {
  const last = (type: SagaEventData['type']) => events.findLastIndex((event) => event.type === type);
  return last('SagaParked') > last('StepResolvedByHand');
};
