// What was done to a system while a saga ran, as far as its picture can show it.
import { serviceNames } from '@saga-lab/contracts/services';
import type { Recorded } from '../checker/history.ts';
import type { Injection } from '../simulator/simulation.ts';
import type { TimelineEntry } from './entry.ts';

export interface Circumstances {
  /** When a commit became durable, in milliseconds; left out: what it says itself, by the clock of its database. */
  readonly timeOf?: (recorded: Recorded) => number;
  /** With `at` by the same clock. */
  readonly injections?: readonly Injection[];
  /** Ids of messages that never arrived. */
  readonly lost?: ReadonlySet<string>;
  /** Tells also what was done before the first entry and after the last. */
  readonly allInjections?: boolean;
  /** In a picture of several orders, how each is called, by its id. */
  readonly nameOf?: (orderId: string) => string | undefined;
}

/** Ids of the messages that an injection of this sign concerns. */
export const messagesWith = (
  sign: 'dropped' | 'late' | 'duplicate',
  { injections = [], lost = new Set() }: Circumstances,
): ReadonlySet<string> =>
  new Set([
    ...injections.flatMap((one) => (one.sign === sign && one.message !== undefined ? [one.message] : [])),
    ...(sign === 'dropped' ? lost : []),
  ]);

/** Crashes, restarts and whatever else was done; between the first entry and the last, unless all are wanted. */
export const interventions = (
  entries: readonly TimelineEntry[],
  { injections = [], allInjections = false }: Circumstances,
): readonly TimelineEntry[] => {
  if (allInjections) return injections.flatMap(interventionOf);
  const [first, last] = [entries[0]?.at ?? Infinity, entries.at(-1)?.at ?? -Infinity];
  return injections.filter(({ at }) => at >= first && at <= last).flatMap(interventionOf);
};

/** What concerns a message is drawn along its arrow. */
const interventionOf = ({ at, what, service, sign, message }: Injection): readonly TimelineEntry[] => {
  const lane = serviceNames.find((name) => service?.startsWith(name));
  if ((sign === 'crash' || sign === 'restart') && lane !== undefined)
    return [{ kind: sign, at, lane, label: what }];
  return message === undefined ? [{ kind: 'injection', at, label: what }] : [];
};
