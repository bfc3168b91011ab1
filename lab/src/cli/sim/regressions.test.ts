// Schedules that were red once. `npm run sim -- --keep FILE "what was wrong"` puts one here.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { runOf } from '../../simulator/red.ts';
import { simulate } from '../../simulator/simulate.ts';
import { twinNamed } from '../../twins/twins.ts';
import { readSchedule } from './schedule-file.ts';
import { optionsOf } from './schedule.ts';

const folder = resolve(import.meta.dirname, '../../simulator/regressions');

const schedulesIn = (path: string) =>
  (existsSync(path) ? readdirSync(path) : [])
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ file, schedule: readSchedule(join(path, file)) }));

describe('A schedule that was red once', function () {
  this.timeout(30_000);

  for (const { file, schedule } of schedulesIn(folder))
    it(`is green: ${schedule.wrong ?? file}`, async () => {
      const { simulation, reds } = await runOf(simulate, optionsOf(schedule, undefined));
      expect(reds).to.deep.equal([]);
      const names = Object.keys(schedule.choices ?? {});
      const met = names.filter((name) => simulation?.choices.has(name));
      expect(met.length, 'choices that the run still comes to').to.be.at.least(Math.min(1, names.length));
    });
});

describe('A schedule that catches a planted bug', function () {
  this.timeout(30_000);
  const schedules = schedulesIn(join(folder, 'twins'));

  it('is there for several', () => {
    expect(schedules.length).to.be.at.least(5);
  });

  for (const { file, schedule } of schedules)
    it(`is red with it and green without: ${schedule.wrong ?? file}`, async () => {
      const twin = twinNamed(schedule.twin ?? '');
      expect(twin, schedule.twin).not.to.equal(undefined);
      const { reds } = await runOf(simulate, optionsOf(schedule, twin));
      const renew = `a new one: npm run sim -- --seeds 100 --twin '${schedule.twin ?? ''}'`;
      expect(
        reds.map(({ invariant }) => invariant),
        renew,
      ).to.include(schedule.invariant);
      expect((await runOf(simulate, optionsOf(schedule, undefined))).reds).to.deep.equal([]);
    });
});
