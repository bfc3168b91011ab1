// Stories of a shop as they were, and as they would have been had one thing been otherwise.
import { account, MOMENT, order, stock } from '../../testing/shop.ts';
import type { Act, Script } from '../../testing/shop.ts';
import type { Retroactive } from '../retroactive.ts';

export interface Story {
  readonly title: string;
  readonly was: Script;
  readonly shouldHaveBeen: readonly Act[];
  readonly asked: (moment: number) => Retroactive;
}

export const lamp = { kind: 'stock', id: 'lamp' } as const;
export const ada = { kind: 'account', id: 'ada' } as const;
export const open = [stock('lamp', 10, 2_500), account('ada', 20_000), account('bob', 20_000)];

export const stories: readonly Story[] = [
  {
    title: 'a price that was forgotten, which makes one order dearer and the next one too dear',
    was: [
      ...open,
      order('ada', 'lamp', 2, 'k1'),
      MOMENT,
      order('ada', 'lamp', 2, 'k2'),
      order('ada', 'lamp', 3, 'k3'),
    ],
    shouldHaveBeen: [
      ...open,
      ...[order('ada', 'lamp', 2, 'k1'), stock('lamp', 10, 6_000)],
      ...[order('ada', 'lamp', 2, 'k2'), order('ada', 'lamp', 3, 'k3')],
    ],
    asked: (validFrom) => ({ kind: 'FORGOTTEN', thing: lamp, validFrom, figures: { unitPrice: 6_000 } }),
  },
  {
    title: 'a count that never was, so that the pieces of the last order were not there',
    was: [...open, order('ada', 'lamp', 9, 'k1'), stock('lamp', 30, 100), order('bob', 'lamp', 5, 'k2')],
    shouldHaveBeen: [...open, order('ada', 'lamp', 9, 'k1'), order('bob', 'lamp', 5, 'k2')],
    asked: () => ({ kind: 'FALSE', thing: lamp, version: 4 }),
  },
  {
    title: 'an amount that was wrong: the first order is declined, and somebody else gets its pieces',
    was: [...open, order('ada', 'lamp', 8, 'k1'), order('bob', 'lamp', 4, 'k2'), account('ada', 30_000)],
    shouldHaveBeen: [
      ...[stock('lamp', 10, 2_500), account('ada', 5_000), account('bob', 20_000)],
      ...[order('ada', 'lamp', 8, 'k1'), order('bob', 'lamp', 4, 'k2'), account('ada', 30_000)],
    ],
    asked: () => ({ kind: 'WRONG', thing: ada, version: 1, figures: { opening: 5_000 } }),
  },
  {
    title: 'a price that was wrong, and the later one that was not',
    was: [...open, order('bob', 'lamp', 1, 'k1'), stock('lamp', 10, 3_000), order('bob', 'lamp', 1, 'k2')],
    shouldHaveBeen: [
      ...[stock('lamp', 10, 25), ...open.slice(1)],
      ...[order('bob', 'lamp', 1, 'k1'), stock('lamp', 10, 3_000), order('bob', 'lamp', 1, 'k2')],
    ],
    asked: () => ({ kind: 'WRONG', thing: lamp, version: 1, figures: { unitPrice: 25 } }),
  },
  {
    title:
      'money that was forgotten: the order that was declined is approved, and takes what another one got',
    was: [
      ...open,
      MOMENT,
      order('ada', 'lamp', 9, 'k1'),
      order('bob', 'lamp', 4, 'k2'),
      order('ada', 'lamp', 1, 'k3'),
    ],
    shouldHaveBeen: [
      ...[...open, account('ada', 30_000)],
      ...[order('ada', 'lamp', 9, 'k1'), order('bob', 'lamp', 4, 'k2'), order('ada', 'lamp', 1, 'k3')],
    ],
    asked: (validFrom) => ({ kind: 'FORGOTTEN', thing: ada, validFrom, figures: { opening: 30_000 } }),
  },
];
