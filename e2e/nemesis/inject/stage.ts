// What the nemesis works on: the parts of one system that was started for it, and nobody else's.
import type { BrokerControl } from '@saga-lab/launcher/engine/engine';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { System } from '@saga-lab/launcher/system/system';
import type { Lab } from '@saga-lab/lab/client/lab';
import type { Clocks } from '../../faults/clocks.ts';
import type { Links } from '../../faults/links.ts';
import { noFixtures, notesOn } from '../../stage/fixtures.ts';
import type { Fixtures } from '../../stage/fixtures.ts';
import type { ScenarioSystem } from '../../stage/scenario-system.ts';
import type { Injection } from '../schedule.ts';

export interface Stage {
  readonly lab: Lab;
  readonly system: System;
  readonly links: Links;
  readonly clocks: Clocks;
  readonly control: BrokerControl;
  readonly brokerUrl: string;
  /** What was put there, what was accepted, and what the checker must know of the faults. */
  readonly fixtures: Fixtures;
  readonly note: ReturnType<typeof notesOn>;
}

/** A fault that goes on. */
export interface Fault {
  /** Resolves, once its target is as it was, with how often the fault met anything: 0 if nothing came of it. */
  readonly heal: () => Promise<number>;
}

export type Begin = (stage: Stage, injection: Injection) => Promise<Fault>;

/** @throws ExitError 69 if its broker cannot be operated from here. */
export const stageOf = ({ lab, system, links, clocks, brokerUrl }: ScenarioSystem): Stage => {
  const control = system?.broker?.control;
  if (!system || !links || !clocks || !control || brokerUrl === undefined)
    throw new ExitError(
      exitCodes.missing,
      'The nemesis kills and operates the broker, so it must be one that is started here. Type: unset SAGA_LAB_RABBITMQ_URL SAGA_LAB_MONGO_URLS',
    );
  const fixtures = noFixtures();
  return { lab, system, links, clocks, control, brokerUrl, fixtures, note: notesOn(fixtures) };
};
