// What the story of an order is told from, read from a lab in memory.
import type { Recorded } from '../../checker/history.ts';
import { historyOf } from '../../checker/history.ts';
import { serviceNames } from '@saga-lab/contracts/services';
import { deciders } from '../../rebuild/services.ts';
import { versionsBefore } from '../../rebuild/decisions.ts';
import { streamStates } from '../../rebuild/stream-states.ts';
import type { ScriptedLab } from '../../testing/scripted-lab.ts';
import { inOrderOfCause } from '../order-history.ts';
import type { OrderHistory } from '../order-history.ts';

export const historyIn = async (lab: ScriptedLab, id: string): Promise<OrderHistory> => {
  const commits = await lab.commits();
  const { ofStream } = historyOf(commits);
  const letters = await Promise.all(
    serviceNames.map(async (service) =>
      (await lab.services[service].deadLetters.list(undefined, 10)).map((letter) => ({ ...letter, service })),
    ),
  );
  const known = ({ service, commit }: Recorded, stream: string): unknown => {
    const { evolve } = deciders[service](commit.settings ?? {});
    const version = versionsBefore(commit).get(stream) ?? 0;
    const guarded = streamStates(ofStream, new Set())(evolve, stream, version);
    return (guarded as { readonly state?: unknown } | undefined)?.state;
  };
  const own = inOrderOfCause(commits).filter(({ commit }) => commit.correlationId === id);
  return { id, commits: own, letters: letters.flat(), known, now: lab.clock.now() };
};
