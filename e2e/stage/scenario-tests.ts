// The demo and scenarios as tests: one at a time, on one system for all of them.
import { runDemo } from '@saga-lab/lab/demo/demo';
import { painter } from '@saga-lab/lab/show/paint';
import type { Scenario } from './define.ts';
import type { Needs } from './needs.ts';
import { play } from './play.ts';
import type { EngineName, Venue } from './venue.ts';
import { startVenue } from './venue.ts';

const BOOT_MS = 180_000;
const SCENARIO_MS = 600_000;

export interface Stage {
  readonly playing: () => Venue;
  readonly tell: (line: string) => void;
  readonly failUnless: (ok: boolean) => void;
}

export const stageOn = (engine: EngineName, needs?: Needs): Stage => {
  let venue: Venue | undefined;
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);

  before(async function () {
    this.timeout(BOOT_MS);
    venue = await startVenue(engine, { needs, log: tell });
  });

  after(async function () {
    this.timeout(BOOT_MS);
    await venue?.close();
  });

  return {
    tell,
    playing: () => {
      if (!venue) throw new Error('There is no system to play on.');
      told.length = 0;
      return venue;
    },
    failUnless: (ok) => {
      if (!ok) throw new Error(`This is how it went:\n${told.join('\n')}`);
    },
  };
};

export const plays = (scenarios: readonly Scenario[], { playing, tell, failUnless }: Stage): void => {
  for (const scenario of scenarios)
    it(`${scenario.name}: ${scenario.sentence}`, async function () {
      this.timeout(SCENARIO_MS);
      const { ok } = await play(scenario, { ...playing(), write: tell }, painter(false));
      failUnless(ok);
    });
};

export const demoOn = ({ playing, tell, failUnless }: Stage): void => {
  it('the demo: four sagas end as announced, and everything adds up', async function () {
    this.timeout(SCENARIO_MS);
    const { ok } = await runDemo(playing().access, tell);
    failUnless(ok);
  });
};
