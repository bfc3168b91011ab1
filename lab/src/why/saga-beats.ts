// What the orchestrator decided about a saga, as sentences: when it turned round, and why; who had a hand in it; how it ended.
import { orchestrator } from '@saga-lab/contracts/services';
import type { SagaEventData } from '@saga-lab/saga-orchestrator/saga/state';
import type { Recorded } from '../checker/history.ts';
import type { Beat } from './beat.ts';
import { serviceText, spanText, timesText } from './words.ts';

type Told = Pick<Beat, 'role' | 'text'>;
type Of<Type extends SagaEventData['type']> = Extract<SagaEventData, { readonly type: Type }>['data'];

/** @param commits of the orchestrator, about this one saga. */
export const sagaBeats = (commits: readonly Recorded[], began: number): readonly Beat[] => {
  const repeats = repeatsIn(commits);
  return commits.flatMap((recorded) => {
    const { commit, service } = recorded;
    const events = commit.events as unknown as readonly SagaEventData[];
    const place = { at: commit.at, lamport: commit.lamport, service, message: commit._id };
    const told = [
      turnIn(recorded, events),
      ...events.map((event) => toldOf(event, commit.at - began)),
      ...repeats(recorded),
    ];
    return told.flatMap((one) => (one ? [{ ...place, ...one }] : []));
  });
};

/** Where a saga turns round, one sentence says why, and from where. */
const turnIn = ({ commit }: Recorded, events: readonly SagaEventData[]): Told | undefined => {
  const turn = events.find((event) => event.type === 'CompensationStarted');
  if (!turn) return undefined;
  const because = events
    .map((event) => reasonOf(event, commit.settings ?? {}))
    .find((text) => text !== undefined);
  const why = because ?? `it had been asked to (${turn.data.reason})`;
  return {
    role: 'turn',
    text: `because ${why}, the orchestrator decided to undo all that had been done, from ${turn.data.from} back to the first step`,
  };
};

const reasonOf = (event: SagaEventData, settings: Readonly<Record<string, number>>): string | undefined => {
  switch (event.type) {
    case 'StepRefused':
      return `${event.data.step} was refused (${event.data.reason})`;
    case 'StepTimedOut': {
      const deadline = settings['stepDeadlineMs'];
      const span = deadline === undefined ? '' : ` of ${spanText(deadline)}`;
      return `no answer about ${event.data.step} had come by its deadline${span}, so that it might have happened or not`;
    }
    case 'AbortRequested':
      return abortReason(event.data);
    default:
      return undefined;
  }
};

const abortReason = ({ by, reason, note }: Of<'AbortRequested'>): string => {
  if (note !== undefined) return `operator ${by} gave the saga up ("${note}")`;
  if (by === '/order-service') return `the customer wished to cancel (${reason})`;
  return `${by} said that it cannot go on (${reason})`;
};

const toldOf = (event: SagaEventData, sinceMs: number): Told | undefined => {
  switch (event.type) {
    case 'SagaParked':
      return {
        role: 'turn',
        text: `as there was ${event.data.error}, the orchestrator parked the saga for a person to look at, and went on trying slowly`,
      };
    case 'StepResolvedByHand':
      return {
        role: 'turn',
        text: `operator ${event.data.by} declared ${event.data.step} ${event.data.operation === 'compensation' ? 'undone' : 'done'} by hand ("${event.data.reason}")`,
      };
    case 'SagaCompleted':
      return {
        role: 'end',
        text: `with that the orchestrator closed the saga as COMPLETED, ${spanText(sinceMs)} after it began`,
      };
    case 'SagaCompensated':
      return {
        role: 'end',
        text: `with everything undone the orchestrator closed the saga as COMPENSATED (${event.data.reason}), ${spanText(sinceMs)} after it began`,
      };
    default:
      return undefined;
  }
};

/** What comes again and again is told once, where it comes first, with how often in all. */
const repeatsIn = (commits: readonly Recorded[]) => {
  const groups = new Map<
    string,
    { readonly first: Recorded; count: number; readonly tell: (count: number) => string }
  >();
  for (const recorded of commits)
    for (const event of recorded.commit.events as unknown as readonly SagaEventData[]) {
      const repeated = repeatedText(event);
      if (!repeated) continue;
      const known = groups.get(repeated.key);
      if (known) known.count += 1;
      else groups.set(repeated.key, { first: recorded, count: 1, tell: repeated.tell });
    }
  return (recorded: Recorded): readonly Told[] =>
    [...groups.values()]
      .filter(({ first }) => first === recorded)
      .map(({ count, tell }) => ({ role: 'aside', text: tell(count) }));
};

interface Repeated {
  readonly key: string;
  readonly tell: (count: number) => string;
}

const repeatedText = (event: SagaEventData): Repeated | undefined => {
  switch (event.type) {
    case 'CommandSent': {
      const { command, attempt } = event.data;
      if (attempt === 1) return undefined;
      return {
        key: command,
        tell: (count) => `without an answer to ${command} the orchestrator sent it ${timesText(count)} more`,
      };
    }
    case 'RetryRequested':
      return {
        key: `retry ${event.data.by}`,
        tell: (count) => `operator ${event.data.by} had the open command sent again ${timesText(count)}`,
      };
    case 'ReplyIgnored':
      return ignoredReply(event.data);
    case 'AbortIgnored':
      return ignoredAbort(event.data);
    default:
      return undefined;
  }
};

const ignoredAbort = ({ by, why }: Of<'AbortIgnored'>): Repeated => {
  const who = by.startsWith('/')
    ? "the customer's wish to cancel"
    : `the wish of operator ${by} to give it up`;
  return {
    key: `abort ${by} ${why}`,
    tell: () => `${who} reached the orchestrator when it could not follow it by itself any more (${why})`,
  };
};

const ignoredReply = ({ reply, from, why }: Of<'ReplyIgnored'>): Repeated => ({
  key: `${reply} ${from} ${why}`,
  tell: (count) =>
    `${reply} of ${serviceText(from.slice(1))} came ${count === 1 ? '' : `${count} times `}when the saga did not wait for it (${why}): that was written down and changed nothing`,
});

export const isOfOrchestrator = ({ service }: Recorded): boolean => service === orchestrator.name;
