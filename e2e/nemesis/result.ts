// What a run of the nemesis is told, and what it leaves behind.
import type { Facts } from '@saga-lab/lab/checker/facts';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import type { ScenarioSystem } from '../stage/scenario-system.ts';
import type { Performed } from './conduct.ts';
import type { Quiet, Trusted } from './end.ts';
import type { KindCount } from './judge/floor.ts';
import type { Sighting } from './judge/sometimes.ts';
import type { KindName } from './kinds.ts';
import type { Ledger } from './load/ledger.ts';
import type { Schedule } from './schedule.ts';
import type { Bank } from './watch/bank.ts';

export interface NemesisOptions {
  readonly seed: number;
  readonly durationMs: number;
  /** Orders a second. */
  readonly rate: number;
  readonly instances: number;
  /** How long a step may take until its saga is undone. */
  readonly stepDeadlineMs: number;
  readonly only?: readonly KindName[];
  /** Under which orders are placed, in turn; left out: all under the saga. */
  readonly protocols?: readonly string[];
  readonly say: (line: string) => void;
  /** Gets the system as soon as it is there, for whoever has to stop it early. */
  readonly started: (system: ScenarioSystem) => void;
}

export interface NemesisResult {
  readonly schedule: Schedule;
  readonly performed: readonly Performed[];
  readonly faults: readonly KindCount[];
  readonly sightings: readonly Sighting[];
  readonly ledger: Ledger;
  readonly maybeThere: number;
  /** Orders for which their protocol promises nothing any more, and those of them that are split. */
  readonly promise: Trusted;
  /** Status -> number of sagas; `APPROVED under 2pc` -> number of orders. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly bank: Bank;
  readonly quiet: Quiet;
  /** New connections on all links, beyond those of the start. */
  readonly reconnects: number;
  /** Starts of service processes, beyond the first of each. */
  readonly restarts: number;
  /** When the load began, milliseconds since the epoch, and how long everything took. */
  readonly began: number;
  readonly tookMs: Readonly<Record<'start' | 'load' | 'healing' | 'judging', number>>;
  readonly verdicts: readonly Verdict[];
  readonly facts: Facts;
}
