// All that one benchmark says, as `reports/bench.json` has it.
import type { Run } from '../contest/contest.ts';
import type { Plan } from '../contest/plan.ts';
import type { Compared } from './comparison.ts';
import type { Machine } from './machine.ts';

export interface Result {
  readonly command: string;
  readonly at: string;
  readonly machine: Machine;
  readonly plan: Plan;
  readonly loads: readonly Compared[];
  readonly runs: readonly Run[];
}
