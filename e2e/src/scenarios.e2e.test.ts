// The demo and every scenario as tests, on as few systems as can be: one at a time, those that kill come last on each.
import { runDemo } from '@saga-lab/launcher/demo/demo';
import { painter } from '@saga-lab/launcher/show/paint';
import { catalogue } from './catalogue.ts';
import type { Need, OwnSystem } from './define.ts';
import { play } from './play.ts';
import type { EngineName, Venue } from './venue.ts';
import { isOwn, missingFor, startVenue } from './venue.ts';

const BOOT_MS = 180_000;
const SCENARIO_MS = 300_000;

interface Stage {
  readonly playing: () => Venue;
  readonly tell: (line: string) => void;
  readonly failUnless: (ok: boolean) => void;
}

const stageOn = (engine: EngineName, own?: OwnSystem): Stage => {
  let venue: Venue | undefined;
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);

  before(async function () {
    this.timeout(BOOT_MS);
    venue = await startVenue(engine, { own, log: tell });
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

const plays = (scenarios: typeof catalogue, { playing, tell, failUnless }: Stage): void => {
  for (const scenario of scenarios)
    it(`${scenario.name}: ${scenario.sentence}`, async function () {
      this.timeout(SCENARIO_MS);
      const { ok } = await play(scenario, { ...playing(), write: tell }, painter(false));
      failUnless(ok);
    });
};

const demoOn = ({ playing, tell, failUnless }: Stage): void => {
  it('the demo: four sagas end as announced, and everything adds up', async function () {
    this.timeout(SCENARIO_MS);
    const { ok } = await runDemo(playing().access, tell);
    failUnless(ok);
  });
};

/** Scenarios that need nothing special share one system; of each other kind there is one more. */
const shared: readonly Need[] = ['any system', 'a real broker', 'a system of its own'];
const isShared = ({ needs }: { readonly needs: Need }): boolean => shared.includes(needs);
const special = new Set(
  catalogue.flatMap(({ needs }) => (isOwn(needs) && !isShared({ needs }) ? [needs] : [])),
);

describe('On real processes, RabbitMQ and MongoDB', () => {
  const stage = stageOn('real');
  demoOn(stage);
  plays(catalogue.filter(isShared), stage);
});

for (const own of special)
  describe(`On ${own}`, () => {
    plays(
      catalogue.filter(({ needs }) => needs === own),
      stageOn('real', own),
    );
  });

describe('On the memory engine', () => {
  const stage = stageOn('memory');
  demoOn(stage);
  plays(
    catalogue.filter(({ needs }) => missingFor(needs, { engine: 'memory' }) === undefined),
    stage,
  );
});
