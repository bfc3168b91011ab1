// What a scenario says of itself. The default export of a file in e2e/scenarios/ is one scenario, which is named after the file,
// or a list of several, each with a name.
import type { Invariant } from '@saga-lab/lab/checker/verdict';
import type { Chapter } from './chapters.ts';
import type { Needs } from './needs.ts';
import type { ScenarioRun } from './scenario-run.ts';

export interface ScenarioDefinition {
  /** Only in a list. */
  readonly name?: string;
  readonly chapter: Chapter;
  /** Its place in the chapter, from 1 on; files without one come last. */
  readonly position?: number;
  /** Rows of docs/failure-modes.md and docs/rules.md that it is the test of: `F-08`, `R-02`. */
  readonly covers?: readonly string[];
  /** What it shows. */
  readonly sentence: string;
  /** Nothing: any system will do. */
  readonly needs?: Needs;
  /** What is broken in the end, because that is what it shows: this invariant alone, with such a finding. */
  readonly breaks?: Breach;
  /** Rejects as soon as something is not as expected. */
  readonly play: (run: ScenarioRun) => Promise<void>;
}

export interface Breach {
  readonly invariant: Invariant;
  /** Part of a finding. */
  readonly finding: string;
}

/** As it is in the catalogue. */
export interface Scenario {
  readonly name: string;
  readonly chapter: Chapter;
  readonly covers: readonly string[];
  readonly sentence: string;
  readonly needs: Needs;
  readonly breaks?: Breach;
  readonly play: ScenarioDefinition['play'];
}

export const scenario = (definition: ScenarioDefinition): ScenarioDefinition => definition;
