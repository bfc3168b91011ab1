// No event changes its shape unnoticed: what services write today is compared with examples that are kept for ever.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaVersionOf, upcast } from '@saga-lab/contracts/schema-versions';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import { expect } from 'chai';
import { simulate } from '../simulator/simulate.ts';
import { differencesFrom, shapeOf } from '../testing/data-shape.ts';
import type { Shape } from '../testing/data-shape.ts';
import { scriptedLab } from '../testing/scripted-lab.ts';
import { endings } from '../why/testing/endings.ts';

/** Type -> schema version -> examples of its data. */
type Fixtures = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;

const file = fileURLToPath(new URL('../../../contracts/src/event-fixtures.json', import.meta.url));
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Fixtures;
const shapes = new Map(
  Object.entries(fixtures).map(([type, versions]) => [type, shapeOf(versions[schemaVersionOf(type)] ?? [])]),
);

const HOW = 'contracts/src/schema-versions.ts says how to give it a new schema version and an example';
const SEEDS = 20;

const played = async (): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (const { play } of endings) {
    const lab = await scriptedLab();
    await lab.putStock('lamp', 5, 300);
    for (const opening of [2_000, 1_000]) await lab.putAccount('ada', opening);
    await play(lab);
    events.push(
      ...Object.values(await lab.commits()).flatMap((all) => all.flatMap((commit) => commit.events)),
    );
    await lab.end();
  }
  for (let seed = 1; seed <= SEEDS; seed += 1)
    events.push(...(await simulate({ seed })).facts.history.all.flatMap(({ commit }) => commit.events));
  return events;
};

const differences = (shape: Shape | undefined, { type, data }: Pick<RecordedEvent, 'type' | 'data'>) =>
  shape ? differencesFrom(shape, data) : [`there is no example of ${type}`];

describe('the shapes of events', function () {
  this.timeout(60_000);

  it('are those of the examples, and an event of each is written', async () => {
    const events = await played();
    const changed = events.flatMap((event) =>
      differences(shapes.get(event.type), event).map((what) => `${event.type}: ${what}`),
    );
    expect([...new Set(changed)], `an event has changed; ${HOW}`).to.deep.equal([]);
    for (const event of events) expect(event.schemaVersion, event.type).to.equal(schemaVersionOf(event.type));
    expect([...new Set(events.map(({ type }) => type))].sort()).to.have.members(Object.keys(fixtures));
  });

  it('have an example of every version that there ever was', () => {
    for (const [type, versions] of Object.entries(fixtures)) {
      const all = Array.from({ length: schemaVersionOf(type) }, (_, n) => String(n + 1));
      expect(Object.keys(versions), type).to.have.members(all);
    }
  });

  it('of old versions become that of today', () => {
    for (const [type, versions] of Object.entries(fixtures))
      for (const [version, examples] of Object.entries(versions))
        for (const data of examples) {
          const today = upcast({ type, schemaVersion: Number(version), data });
          expect(differences(shapes.get(type), today), `${type}, version ${version}`).to.deep.equal([]);
        }
  });

  it('are noticed to have changed when a field comes, goes, or is of another type', () => {
    const shape = shapeOf([
      { a: 1, list: [{ b: 'x' }] },
      { a: 2, list: [], c: null },
    ]);
    expect(differencesFrom(shape, { a: 3, list: [{ b: 'y' }], c: null })).to.deep.equal([]);
    expect(differencesFrom(shape, { a: '3', list: [{ b: 'y', z: 1 }], d: 4 })).to.deep.equal([
      'data.a is of type string, and was number',
      'data.list[0].z is new',
      'data.d is new',
    ]);
    expect(differencesFrom(shape, { list: [{}] })).to.deep.equal([
      'data.a is missing',
      'data.list[0].b is missing',
    ]);
  });
});
