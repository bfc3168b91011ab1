// A long history: sagas that ended long ago, of the same customers and articles, put into the databases before the services start.
import { filled } from '../filled.ts';
import { longHistory } from '../long-history.ts';
import { loadOf } from '../load/load.ts';
import { placedAt } from '../contest/ours.ts';
import { measurePoints } from './measure-points.ts';
import type { Point } from './points.ts';
import { pointsCurves, pointsTable, toFirst } from './points.ts';
import { goal } from './series.ts';
import type { Series } from './series.ts';
import { onStand, warm } from './stand.ts';
import type { World } from './stand.ts';

const LOADS = [loadOf({ atOnce: 50 }), loadOf({ atOnce: 200 })];
/** Of the rate with the shortest history. */
const LEAST_SHARE = 0.9;

export const historySeries = async (world: World): Promise<Series> => {
  const points: Point[] = [];
  for (const sagas of world.growth.histories) points.push(...(await behind(world, sagas)));
  return historyOf(points);
};

const behind = async (world: World, sagas: number): Promise<readonly Point[]> => {
  const history = await longHistory(sagas);
  const step = `${sagas.toLocaleString('en')} sagas`;
  return onStand(world, `with ${step} behind them`, { history: history.histories }, async (stand) => {
    const filling = filled(stand.ours.lab, history.events);
    await world.during(`The read models are filled with ${step}`, filling);
    const place = (n: number) =>
      placedAt(stand.ours.orders, n, {
        customerId: history.customer(n),
        lines: [{ sku: history.sku(n), quantity: 1 }],
      });
    await warm(world, stand);
    const contestant = { ...stand.ours, prepare: () => Promise.resolve(place) };
    return measurePoints(world, stand, { step, loads: LOADS }, contestant);
  });
};

export const historyOf = (points: readonly Point[]): Series => {
  const last = points.filter(({ step }) => step === points.at(-1)?.step);
  const shares = last.map((point) => `${toFirst(points, point).toFixed(2)} with ${point.atOnce} at once`);
  const sentence = `With ${last[0]?.step ?? 'nothing'} in the history, of the rate with ${points[0]?.step ?? 'nothing'}: ${shares.join(', ')}.`;
  return {
    name: 'history',
    title: 'A long history',
    about:
      'Sagas that completed before, each with the ten commits and all events that the services would have written, are put into the four databases; the read models are filled from them, and the run orders from the same 50 customers and 50 articles, whose streams are as long as that makes them.',
    says: [sentence],
    goals: [
      goal(
        last.every((point) => toFirst(points, point) >= LEAST_SHARE),
        `${sentence} The goal is at least ${LEAST_SHARE.toFixed(2)}.`,
      ),
    ],
    figures: [pointsTable('The same loads with longer and longer histories', 'history', points)],
    curves: pointsCurves(points, 'against how many sagas the history has'),
    raw: points,
  };
};
