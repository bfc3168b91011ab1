// What is to be seen in a room: a picture, what is wrong in it, and what it cost.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { Paint } from '../show/paint.ts';
import { withoutRepetition } from '../show/repeated.ts';
import { timeline } from '../show/timeline.ts';
import { wrapped } from '../show/wrapped.ts';
import { orderOf } from '../show/protocol-words.ts';
import { costOf } from './price.ts';
import type { Price } from './price.ts';
import type { Played } from './stage.ts';

export interface Shown {
  /** What went wrong, in a sentence; `undefined`: nothing did. */
  readonly finding: string | undefined;
  readonly picture: (paint: Paint, width: number) => readonly string[];
  /** Left out where nobody wants to know. */
  readonly price?: Price;
}

/** Of some orders, by their ids; each has a name where there are several. */
export const shownOf = (
  played: Played,
  orders: Readonly<Record<string, string>>,
  finding: string | undefined,
): Shown => ({
  finding,
  picture: (paint, width) => pictureOf(played, orders, paint, width),
  price: costOf(played, Object.keys(orders)),
});

/** Where no order is concerned: what was done, line by line. */
export const toldOf = (told: readonly string[], finding: string | undefined): Shown => ({
  finding,
  picture: (_paint, width) => told.flatMap((line) => wrapped(`* ${line}`, width)),
});

const pictureOf = (
  { durable, injections, lost }: Played,
  orders: Readonly<Record<string, string>>,
  paint: Paint,
  width: number,
): readonly string[] => {
  const own = durable.filter(({ commit }) => Object.hasOwn(orders, orderOf(commit)));
  const at = new Map(own.map((one) => [one.commit, one.at]));
  const commits = ofEveryService((name) =>
    own.flatMap(({ service, commit }) => (service === name ? [commit] : [])),
  );
  const isAlone = Object.keys(orders).length === 1;
  const lines = timeline(commits, paint, {
    width,
    timeOf: ({ commit }) => at.get(commit) ?? commit.at,
    injections,
    lost,
    allInjections: true,
    ...(!isAlone && { nameOf: (orderId: string) => orders[orderId] }),
  });
  return withoutRepetition(lines, (times) => `    ...  the same ${times} more times`);
};
