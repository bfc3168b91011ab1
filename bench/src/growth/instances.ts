// More instances of each service, on the same databases and the same broker.
import { loadOf } from '../load/load.ts';
import { conflictsOf } from './conflicts.ts';
import { measurePoints } from './measure-points.ts';
import type { Point } from './points.ts';
import { pointsCurves, pointsTable, toFirst } from './points.ts';
import type { Series } from './series.ts';
import { onStand, warm } from './stand.ts';
import type { World } from './stand.ts';

const LOADS = [loadOf({ atOnce: 50 }), loadOf({ atOnce: 200 })];

export const instancesSeries = async (world: World): Promise<Series> => {
  const points: Point[] = [];
  for (const instances of world.growth.instances) points.push(...(await withSoMany(world, instances)));
  return instancesOf(points);
};

const withSoMany = (world: World, instances: number): Promise<readonly Point[]> => {
  const step = instances === 1 ? '1 instance' : `${instances} instances`;
  return onStand(world, `${step} of each`, { instances }, async (stand) => {
    // Twice as many processes handle half as many messages each, and all of them at half the rate: until their code is compiled it takes four times as long.
    for (let n = 0; n < instances ** 2; n += 1) await warm(world, stand);
    const before = await conflictsOf(stand.ours);
    const points = await measurePoints(world, stand, { step, loads: LOADS });
    const sagas = points.flatMap(({ runs }) => runs).reduce((sum, run) => sum + run.sagas, 0);
    const conflicts = ((await conflictsOf(stand.ours)) - before) / sagas;
    return points.map((point) => ({ ...point, more: { 'conflicts a saga, both loads': conflicts } }));
  });
};

export const instancesOf = (points: readonly Point[]): Series => ({
  name: 'instances',
  title: 'More instances',
  about:
    'So many processes of each of the four services share their queues and databases. All of them, the servers and the load run on one machine: this shows what more instances cost where the processors are full already, and not what they bring where each has a machine of its own.',
  says: points
    .filter(({ step }) => step === points.at(-1)?.step)
    .map(
      (point) =>
        `${point.step} of each service reach ${toFirst(points, point).toFixed(2)} of the rate of one, with ${point.atOnce} at once on one machine.`,
    ),
  goals: [],
  figures: [pointsTable('The same loads with more instances of each service', 'of each service', points)],
  curves: pointsCurves(points, 'against how many instances each service has'),
  raw: points,
});
