// The demo and every scenario as tests, on one system that is started for them all; those that kill come last.
import { runDemo } from '@saga-lab/launcher/demo/demo';
import { painter } from '@saga-lab/launcher/show/paint';
import { catalogue } from './catalogue.ts';
import { play } from './play.ts';
import type { EngineName, Venue } from './venue.ts';
import { missingFor, startVenue } from './venue.ts';

const BOOT_MS = 180_000;
const SCENARIO_MS = 120_000;

const testsOn = (engine: EngineName): void => {
  let venue: Venue | undefined;
  const told: string[] = [];
  const tell = (line: string) => told.push(line);
  const playing = (): Venue => {
    if (!venue) throw new Error('There is no system to play on.');
    told.length = 0;
    return venue;
  };
  const failUnless = (ok: boolean): void => {
    if (!ok) throw new Error(`This is how it went:\n${told.join('\n')}`);
  };

  before(async function () {
    this.timeout(BOOT_MS);
    venue = await startVenue(engine, tell);
  });

  after(async function () {
    this.timeout(BOOT_MS);
    await venue?.close();
  });

  it('the demo: four sagas end as announced, and everything adds up', async function () {
    this.timeout(SCENARIO_MS);
    const { ok } = await runDemo(playing().access, tell);
    failUnless(ok);
  });

  for (const scenario of catalogue.filter(({ needs }) => missingFor(needs, { engine }) === undefined))
    it(`${scenario.name}: ${scenario.sentence}`, async function () {
      this.timeout(SCENARIO_MS);
      const { ok } = await play(scenario, { ...playing(), write: tell }, painter(false));
      failUnless(ok);
    });
};

describe('On real processes, RabbitMQ and MongoDB', () => {
  testsOn('real');
});

describe('On the memory engine', () => {
  testsOn('memory');
});
