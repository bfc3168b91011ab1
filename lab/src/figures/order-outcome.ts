// How an order has ended for all whom it concerns, from nothing but the histories.
import { categories } from '@saga-lab/contracts/streams';
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { participantNames } from '@saga-lab/protocols/parties';
import type { FaultOutcome } from '@saga-lab/protocols/promise';
import { deciding } from '@saga-lab/protocols/vocabulary';
import type { History } from '../checker/history.ts';
import { holdsOf } from './holds.ts';
import type { End, Hold } from './holds.ts';

export type Outcome = Exclude<FaultOutcome, 'either'>;

/** What a coordinator writes down that decides. */
const decisions: Readonly<Record<string, End>> = {
  ...deciding,
  SagaCompleted: 'kept',
  SagaCompensated: 'given back',
};

export interface Asked {
  readonly orderId: string;
  readonly protocol: string;
  /** Whoever is not there, of whom nobody can say what it would do. */
  readonly absent?: readonly ServiceName[] | undefined;
}

export const outcomeOf = (history: History, { orderId, protocol, absent = [] }: Asked): Outcome => {
  const isThere = (name: ServiceName): boolean => !absent.includes(name);
  const holds = holdsOf(history, orderId).filter(({ at }) => isThere(at));
  if (holds.some(({ end }) => end === undefined)) return 'blocked';
  const decided = isThere(orchestrator.name) ? decisionIn(history, protocol, orderId) : undefined;
  const ends = new Set([...endsOf(holds, isThere), ...(decided ? [decided] : [])]);
  if (ends.size === 1) return ends.has('kept') ? 'approved' : 'rejected';
  return hasLapsed(history, orderId) ? 'half' : 'split';
};

/** Whoever has never held anything has nothing to give: where others have made it final, that is a difference. */
const endsOf = (holds: readonly Hold[], isThere: (name: ServiceName) => boolean): readonly End[] =>
  participantNames
    .filter(isThere)
    .map((name) => holds.find(({ at }) => at === name)?.end?.as ?? 'given back');

const decisionIn = (history: History, protocol: string, orderId: string): End | undefined =>
  history
    .ofStreamAt(orchestrator.name, streamOf(protocol === 'saga' ? categories.saga : protocol, orderId))
    .map(({ type }) => decisions[type])
    .find((decision) => decision !== undefined);

const hasLapsed = (history: History, orderId: string): boolean =>
  history.ofSaga(orderId).some(({ commit }) => commit.events.some(({ type }) => type === 'Lapsed'));
