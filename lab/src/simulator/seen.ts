// What must have been seen now and then for a suite of runs to mean anything, and what the runtime told of itself.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Observation } from '@saga-lab/platform/runtime/ports';
import type { Commit } from '@saga-lab/platform/store/commit';
import { seenOfProtocols } from './seen-protocols.ts';
import type { Counts } from './simulation.ts';

/** The "sometimes" list. */
const sometimes = [
  'duplicate delivery ignored',
  'empty compensation',
  'hanging action refused',
  'version conflict lost',
  'late reply ignored',
  'lost confirm resent',
  'returned message',
  'blocked connection',
  'duplicate key on the inbox',
  'timeout compensation',
  'orchestrator takeover',
  'dead letter replayed',
  'parked saga',
  'customer cancelled',
  'thing brought back',
  'history corrected',
  'read model made anew',
  'old message refused',
  'saga forgotten',
  'old request answered',
] as const;
export type Sometimes = (typeof sometimes)[number];

export interface Seen {
  readonly note: (what: Sometimes) => void;
  readonly observe: (observation: Observation) => void;
  /** A commit as it is durable. */
  readonly committed: (service: ServiceName, commit: Commit) => void;
  readonly counts: () => Counts;
}

/** `protocols`: under which orders are placed, if there are any besides the saga. */
export const newSeen = (protocols: readonly string[] = []): Seen => {
  const ofProtocols = seenOfProtocols(protocols);
  const counts: Record<string, number> = Object.fromEntries(sometimes.map((what) => [what, 0]));
  const add = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const note = (what: Sometimes): void => {
    add(what);
  };
  const unconfirmed = new Set<string>();
  /** By saga: which instance decided for it last. */
  const deciders = new Map<string, string>();

  return {
    note,
    observe: (observation) => {
      add(`observed: ${observation.kind}`);
      for (const what of saidBy(observation)) note(what);
      if (observation.kind === 'unsent' && observation.result === 'silence') unconfirmed.add(observation.id);
      if (observation.kind === 'published' && unconfirmed.delete(observation.id)) note('lost confirm resent');
    },
    committed: (service, commit) => {
      ofProtocols.committed(commit);
      for (const event of commit.events) for (const what of meaningOf(event)) note(what);
      const saga = commit.input.sagaId;
      if (service !== 'saga-orchestrator' || saga === undefined) return;
      const instance = instanceOf(commit);
      if ((deciders.get(saga) ?? instance) !== instance) note('orchestrator takeover');
      deciders.set(saga, instance);
    },
    counts: () => ({ ...counts, ...ofProtocols.counts() }),
  };
};

const saidBy = (observation: Observation): readonly Sometimes[] => {
  if (observation.kind === 'duplicate') return ['duplicate delivery ignored'];
  if (observation.kind === 'unsent' && observation.result === 'returned') return ['returned message'];
  const isOld = observation.kind === 'dead-letter' && observation.reason.startsWith('EXPIRED');
  return isOld ? ['old message refused'] : [];
};

/** The token of an attempt begins with the name of the process that made it. */
const instanceOf = ({ attempt }: Commit): string => attempt.slice(0, attempt.indexOf('/'));

const meaningOf = ({ type, data }: RecordedEvent): readonly Sometimes[] => {
  const { answer, by } = data as { readonly answer?: string; readonly by?: string };
  switch (type) {
    case 'CommandAnswered':
      if (answer === 'EMPTY') return ['empty compensation'];
      return answer === 'HANGING_REJECTED' ? ['hanging action refused'] : [];
    case 'ReplyIgnored':
      return ['late reply ignored'];
    case 'StepTimedOut':
      return ['timeout compensation'];
    case 'SagaParked':
      return ['parked saga'];
    case 'AbortRequested':
      return by === '/order-service' ? ['customer cancelled'] : [];
    case 'StockRestored':
    case 'AccountRestored':
      return ['thing brought back'];
    case 'StockCorrected':
    case 'AccountCorrected':
      return ['history corrected'];
    default:
      return [];
  }
};
