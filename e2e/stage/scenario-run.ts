// One run of a scenario: what it can do to a system and expect of it. Every action and every expectation is reported.
import type { Lab } from '@saga-lab/lab/client/lab';
import type { Access } from '@saga-lab/launcher/system/access';
import type { System } from '@saga-lab/launcher/system/system';
import { clockFaultsOn } from '../faults/clocks.ts';
import type { Clocks } from '../faults/clocks.ts';
import { faultsOn } from '../faults/faults.ts';
import type { Links } from '../faults/links.ts';
import { networkFaults } from '../faults/network.ts';
import type { Network } from '../faults/network.ts';
import { actionsOn } from './actions.ts';
import { expectationsOn } from './expectations.ts';
import { noFixtures, notesOn } from './fixtures.ts';
import { reporterTo } from './reporter.ts';

export interface RunContext {
  readonly lab: Lab;
  /** For requests that no proper client sends. */
  readonly access: Access;
  readonly write: (line: string) => void;
  /** Columns of the terminal, if it is one. */
  readonly width?: number | undefined;
  /** Only for scenarios that start and kill parts. */
  readonly system?: System;
  /** Only where there is a real broker. */
  readonly brokerUrl?: string;
  /** Only of a system behind proxies. */
  readonly links?: Links;
  /** Only of a system whose clocks differ. */
  readonly clocks?: Clocks;
}

export const scenarioRun = ({ lab, access, write, system, brokerUrl, links, clocks }: RunContext) => {
  const fixtures = noFixtures();
  const reporter = reporterTo(write);
  return {
    lab,
    access,
    fixtures,
    ...reporter,
    ...notesOn(fixtures),
    ...actionsOn({ lab, fixtures, ...reporter }),
    ...expectationsOn({ lab, ...reporter }),
    ...faultsOn({ system, brokerUrl, ...reporter }),
    ...clockFaultsOn(clocks, reporter),
    /** The links of its services to broker and databases. */
    network: (): Network => {
      if (!links) throw new Error('A scenario on links must say so: needs: { proxies: true }.');
      return networkFaults(links, reporter);
    },
  };
};
export type ScenarioRun = ReturnType<typeof scenarioRun>;
