// Every scenario as a test, on one system that is started for them all; those that kill come last.
import { painter } from '@saga-lab/launcher/show/paint';
import { catalogue } from './catalogue.ts';
import { play } from './play.ts';
import type { Venue } from './venue.ts';
import { startVenue } from './venue.ts';

const BOOT_MS = 180_000;
const SCENARIO_MS = 120_000;

describe('Scenarios', () => {
  let venue: Venue | undefined;
  const told: string[] = [];

  before(async function () {
    this.timeout(BOOT_MS);
    venue = await startVenue('real', (line) => told.push(line));
  });

  after(async function () {
    this.timeout(BOOT_MS);
    await venue?.close();
  });

  for (const scenario of catalogue)
    it(`${scenario.name}: ${scenario.sentence}`, async function () {
      this.timeout(SCENARIO_MS);
      if (!venue) throw new Error('There is no system to play on.');
      told.length = 0;
      const { ok } = await play(scenario, { ...venue, write: (line) => told.push(line) }, painter(false));
      if (!ok) throw new Error(`The scenario ${scenario.name} failed:\n${told.join('\n')}`);
    });
});
