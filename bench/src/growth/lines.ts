// Orders of many lines, and with them larger messages and commits on more streams.
import type { Plot } from '@saga-lab/lab/report/plot';
import { loadOf } from '../load/load.ts';
import { ofDatabases } from '../figures/comparison.ts';
import { spreadOf } from '../figures/nested.ts';
import { measurePoints } from './measure-points.ts';
import { messageSizes } from './message-sizes.ts';
import { MOST_LINES } from './plan.ts';
import type { Point } from './points.ts';
import { cpuOf, pointsCurves, pointsTable } from './points.ts';
import { inWords } from './series.ts';
import type { Series } from './series.ts';
import { onStand, warm } from './stand.ts';
import type { World } from './stand.ts';

const AT_ONCE = 50;
const ARTICLES = 200;
const KIB = 1_024;

export const linesSeries = (world: World): Promise<Series> =>
  onStand(world, 'for orders of few lines and many', {}, async (stand) => {
    await warm(world, stand);
    const points: Point[] = [];
    for (const linesPerOrder of world.growth.lines) {
      const load = loadOf({ atOnce: AT_ONCE }, { articles: ARTICLES, linesPerOrder });
      const step = linesPerOrder === 1 ? '1 line' : `${linesPerOrder} lines`;
      const sizes = await world.during(`${step}: the size of messages`, messageSizes(stand, load));
      for (const point of await measurePoints(world, stand, { step, loads: [load] }))
        points.push({ ...point, more: { ...moreOf(point), ...columnsOf(sizes) } });
    }
    return linesOf(points);
  });

const MEAN = 'bytes a message';
const LARGEST = 'largest message';
const columnsOf = ({ mean, largest, saga }: Awaited<ReturnType<typeof messageSizes>>) => ({
  [MEAN]: mean,
  [LARGEST]: largest,
  'KiB of messages a saga': saga / KIB,
});

const moreOf = ({ runs }: Point) => {
  const { median } = spreadOf(runs);
  return {
    'KiB into databases a saga': ofDatabases(median, 'bytesIn') / KIB,
    'KiB out of databases a saga': ofDatabases(median, 'bytesOut') / KIB,
  };
};

const cpuNow = ({ runs }: Point): number => spreadOf(runs.map(cpuOf)).median;

export const linesOf = (points: readonly Point[]): Series => {
  const [few, many] = [points[0], points.at(-1)];
  return {
    name: 'lines',
    title: 'Many lines an order, and larger messages',
    about: `Orders of so many lines, each of another one of ${ARTICLES} articles. Messages grow with the lines that they name, so this is the curve of message sizes, too: an order has at most ${MOST_LINES} lines, and no message can be larger than those of that many, but for longer names of articles.`,
    says:
      few && many
        ? [
            `From ${few.step} to ${many.step} a saga comes from ${inWords(cpuNow(few))} to ${inWords(cpuNow(many))} ms of processor time, and the largest message from ${inWords(few.more?.[LARGEST] ?? 0)} to ${inWords(many.more?.[LARGEST] ?? 0)} bytes.`,
          ]
        : [],
    goals: [],
    figures: [pointsTable('The same load with more and more lines an order', 'an order', points)],
    curves: [...pointsCurves(points, 'against how many lines an order has'), sizesCurve(points)],
    raw: points,
  };
};

const sizesCurve = (points: readonly Point[]): Plot => {
  const valuesOf = (column: string) =>
    points.map(({ more }) => {
      const value = more?.[column] ?? 0;
      return { median: value, least: value, most: value };
    });
  return {
    caption: 'Size of messages, against how many lines an order has.',
    unit: 'bytes',
    cases: points.map(({ step }) => step),
    series: [
      { name: 'mean', token: 'command', shape: 'disc', values: valuesOf(MEAN) },
      { name: 'largest', token: 'event', shape: 'square', values: valuesOf(LARGEST) },
    ],
    scale: 'linear',
    joined: true,
  };
};
