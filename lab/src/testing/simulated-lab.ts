// The lab of a simulated system without any fault: one order, which is completed.
import { ofEveryService } from '@saga-lab/contracts/services';
import { byLamport } from '../time-travel/cut.ts';
import type { CommitsByService } from '../client/documents.ts';
import type { Lab } from '../client/lab.ts';
import { moments } from '../moments/moments.ts';
import { sourceOf } from './history-source.ts';
import { simulate } from '../simulator/simulate.ts';

export interface SimulatedLab {
  readonly lab: Lab;
  readonly order: string;
  /** `<lamport> <type of message>` of every commit, in the order of causes. */
  readonly types: readonly string[];
}

/** What is read of it is remembered in memory alone. */
export const inMemory = (lab: Lab) => moments(lab, ':memory:', { until: Infinity, far: () => undefined });

export const simulatedLab = async (): Promise<SimulatedLab> => {
  const { facts } = await simulate({ seed: 9, choices: new Map() });
  const order = facts.orders[0]?.id ?? '';
  const commits = (isWanted: (correlationId: string) => boolean): CommitsByService =>
    ofEveryService((name) =>
      facts.history.all.flatMap(({ service, commit }) =>
        service === name && isWanted(commit.correlationId) ? [commit] : [],
      ),
    );
  const lab = {
    ...sourceOf(facts.history),
    tombstones: () => Promise.resolve([]),
    commits: () => Promise.resolve(commits(() => true)),
    commitsOf: (id: string) => Promise.resolve(commits((correlationId) => correlationId === id)),
  } as unknown as Lab;
  const types = byLamport(facts.history).map(({ commit }) => `${commit.lamport} ${commit.input.type}`);
  return { lab, order, types };
};
