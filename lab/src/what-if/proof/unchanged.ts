// The proof that a parallel history is decided as the record was: without a change it is the record, byte for byte.
import type { Commit } from '@saga-lab/platform/store/commit';
import { firstDifference } from '../../checker/difference.ts';
import type { History, Recorded } from '../../checker/history.ts';
import { noChange } from '../change.ts';
import { parallelTo } from '../parallel.ts';
import { keyOf } from '../record.ts';
import type { WorldParts } from '../world.ts';

/** One sentence for each commit that is another one, or that only one of the two has; none: it is proved. */
export const flawsWithoutChange = async (history: History, parts: WorldParts): Promise<readonly string[]> => {
  const parallel = byKey((await parallelTo(history, noChange, parts)).history);
  const recorded = byKey(history);
  const more = [...parallel.keys()].filter((key) => !recorded.has(key));
  return [
    ...[...recorded].flatMap(([key, commit]) => flawIn(key, commit, parallel.get(key))),
    ...more.map((key) => `only the parallel history has ${key}`),
  ];
};

const byKey = ({ all }: History): ReadonlyMap<string, Commit> =>
  new Map(all.map(({ service, commit }: Recorded) => [keyOf(service, commit._id), commit]));

const flawIn = (key: string, recorded: Commit, parallel: Commit | undefined): readonly string[] => {
  if (!parallel) return [`only the record has ${key}, ${recorded.input.type}`];
  const difference = firstDifference(lasting(parallel), lasting(recorded));
  if (!difference) return [];
  const { path, left, right } = difference;
  return [`${path} of ${key} is ${JSON.stringify(left)}, and was ${JSON.stringify(right)}`];
};

/** What stays of a commit for ever, but for what is only noted about its sending. */
const lasting = ({ pendingAt: _pendingAt, ...commit }: Commit): object => commit;
