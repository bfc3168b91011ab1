// Whether one orchestrator went on while the other was dead or stood still: what it ended meanwhile.
import { orchestrator } from '@saga-lab/contracts/services';
import { partName } from '@saga-lab/launcher/engine/engine';
import type { Injection } from '../schedule.ts';
import type { Sampler } from './sampler.ts';

const ENDED = 'saga_lab_sagas_ended_total';
const AWAY: readonly Injection['kind'][] = ['kill-service', 'freeze-service'];

export interface Takeovers {
  readonly tell: (what: 'begun' | 'healed', injection: Injection) => void;
  /** Sagas that the other one ended, so far. */
  readonly count: () => Promise<number>;
}

export const watchTakeovers = ({ sample, tally }: Sampler, instances: number): Takeovers => {
  const begun = new Map<number, Promise<number>>();
  const counted: Promise<number>[] = [];
  const endedByOthers = async (away: string): Promise<number> => {
    await sample();
    const others = Array.from({ length: instances }, (_each, n) => partName(orchestrator.name, n + 1));
    return others
      .filter((part) => part !== away)
      .reduce((sum, part) => sum + tally.total(ENDED, { part }), 0);
  };
  const since = async (before: Promise<number>, away: string): Promise<number> =>
    Math.max(0, (await endedByOthers(away)) - (await before));
  return {
    tell: (what, { n, kind, target }) => {
      if (!AWAY.includes(kind) || !target.startsWith(orchestrator.name)) return;
      const before = begun.get(n);
      if (what === 'begun') begun.set(n, endedByOthers(target));
      else if (before) counted.push(since(before, target));
    },
    count: async () => (await Promise.all(counted)).reduce((sum, many) => sum + many, 0),
  };
};
