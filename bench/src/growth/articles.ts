// An article that everybody wants: all orders write the same stream of stock.
import { loadOf } from '../load/load.ts';
import { conflictsOf } from './conflicts.ts';
import { measurePoints } from './measure-points.ts';
import type { Point } from './points.ts';
import { pointsCurves, pointsTable, ratesOf } from './points.ts';
import { goal } from './series.ts';
import type { Series } from './series.ts';
import { onStand, warm } from './stand.ts';
import type { World } from './stand.ts';

const AT_ONCE = 200;
/** Of the rate with the most articles. */
const LEAST_SHARE = 0.3;

export const articlesSeries = (world: World): Promise<Series> =>
  onStand(world, 'for few articles and many', {}, async (stand) => {
    await warm(world, stand);
    const points: Point[] = [];
    for (const articles of world.growth.articles) {
      const before = await conflictsOf(stand.ours);
      const step = articles === 1 ? '1 article' : `${articles.toLocaleString('en')} articles`;
      const loads = [loadOf({ atOnce: AT_ONCE }, { articles })];
      const measured = await measurePoints(world, stand, { step, loads });
      const sagas = measured.flatMap(({ runs }) => runs).reduce((sum, run) => sum + run.sagas, 0);
      const conflicts = ((await conflictsOf(stand.ours)) - before) / sagas;
      points.push(...measured.map((point) => ({ ...point, more: { 'conflicts a saga': conflicts } })));
    }
    return articlesOf(points);
  });

export const articlesOf = (points: readonly Point[]): Series => {
  const [hot, spread] = [points[0], points.at(-1)];
  const share = hot && spread ? ratesOf(hot).median / ratesOf(spread).median : Number.NaN;
  const sentence = `If everybody wants the same article, ${share.toFixed(2)} of the rate with ${spread?.step ?? 'none'} is reached.`;
  return {
    name: 'articles',
    title: 'An article that everybody wants',
    about:
      'All orders of one line; the fewer articles there are, the more of them write one stream of stock at the same time. What one instance decides together is written in one go.',
    says: [sentence],
    goals: [goal(share >= LEAST_SHARE, `${sentence} The goal is at least ${LEAST_SHARE.toFixed(2)}.`)],
    figures: [pointsTable('The same load on few articles and on many', 'articles', points)],
    curves: pointsCurves(points, 'against among how many articles orders are spread'),
    raw: points,
  };
};
