// Stories in which an operator brings things back or corrects them, later than what would have been otherwise.
import {
  account,
  correctStock,
  MOMENT,
  order,
  restore,
  restoreAccount,
  settle,
  stock,
} from '../../testing/shop.ts';
import { ada, lamp, open } from './stories.ts';
import type { Story } from './stories.ts';

const k1 = ['ada', 'lamp', 2, 'k1'] as const;
const k2 = ['ada', 'lamp', 2, 'k2'] as const;

export const correctedStories: readonly Story[] = [
  {
    title: 'a price that was wrong, and that is brought back later',
    was: [...open, order(...k1), stock('lamp', 4, 2_000), restore('lamp', 3), order('ada', 'lamp', 3, 'k3')],
    shouldHaveBeen: [
      ...[stock('lamp', 10, 3_000), ...open.slice(1), order(...k1)],
      ...[stock('lamp', 4, 2_000), restore('lamp', 3), order('ada', 'lamp', 3, 'k3')],
    ],
    asked: () => ({ kind: 'WRONG', thing: lamp, version: 1, figures: { unitPrice: 3_000 } }),
  },
  {
    title: 'a count that never was, so that what is brought back later has another version',
    was: [
      ...[...open, stock('lamp', 30, 100), order(...k1)],
      ...[stock('lamp', 5, 2_500), restore('lamp', 4), order('bob', 'lamp', 7, 'k3')],
    ],
    shouldHaveBeen: [
      ...[...open, order(...k1)],
      ...[stock('lamp', 5, 2_500), restore('lamp', 3), order('bob', 'lamp', 7, 'k3')],
    ],
    asked: () => ({ kind: 'FALSE', thing: lamp, version: 2 }),
  },
  {
    title: 'money that was wrong, and a balance that is brought back later',
    was: [
      ...open,
      order(...k1),
      account('ada', 9_000),
      restoreAccount('ada', 2),
      order('ada', 'lamp', 4, 'k3'),
    ],
    shouldHaveBeen: [
      ...[stock('lamp', 10, 2_500), account('ada', 12_000), account('bob', 20_000), order(...k1)],
      ...[account('ada', 9_000), restoreAccount('ada', 2), order('ada', 'lamp', 4, 'k3')],
    ],
    asked: () => ({ kind: 'WRONG', thing: ada, version: 1, figures: { opening: 12_000 } }),
  },
  {
    title: 'a price that was forgotten, before a count that was corrected later',
    was: [
      ...[...open, order(...k1)],
      MOMENT,
      ...[order(...k2), stock('lamp', 20, 2_500)],
      ...[
        correctStock('lamp', { kind: 'WRONG', version: 6, onHand: 15 }, 'c1'),
        order('bob', 'lamp', 8, 'k3'),
      ],
    ],
    shouldHaveBeen: [
      ...[...open, order(...k1), stock('lamp', 10, 3_000), order(...k2), stock('lamp', 20, 2_500)],
      ...[
        correctStock('lamp', { kind: 'WRONG', version: 7, onHand: 15 }, 'c1'),
        order('bob', 'lamp', 8, 'k3'),
      ],
    ],
    asked: (validFrom) => ({ kind: 'FORGOTTEN', thing: lamp, validFrom, figures: { unitPrice: 3_000 } }),
  },
  {
    title: 'a price that was wrong, of an order that was settled at another cost later',
    was: [...open, order(...k1), settle(k1, 1_000, 'the sale'), order('ada', 'lamp', 3, 'k3')],
    shouldHaveBeen: [
      ...[stock('lamp', 10, 2_200), ...open.slice(1), order(...k1)],
      ...[settle(k1, 400, 'the sale'), order('ada', 'lamp', 3, 'k3')],
    ],
    asked: () => ({ kind: 'WRONG', thing: lamp, version: 1, figures: { unitPrice: 2_200 } }),
  },
  {
    title: 'the price that the order was settled at later, so that there is nothing to settle',
    was: [...open, order(...k1), settle(k1, 1_000, 'the sale')],
    shouldHaveBeen: [stock('lamp', 10, 2_000), ...open.slice(1), order(...k1)],
    asked: () => ({ kind: 'WRONG', thing: lamp, version: 1, figures: { unitPrice: 2_000 } }),
  },
  {
    title: 'a price that never was: nobody corrects it, withdraws that, or settles what follows from it',
    was: [
      ...[...open, order(...k1), stock('lamp', 10, 3_000), order(...k2)],
      ...[correctStock('lamp', { kind: 'WRONG', version: 4, unitPrice: 2_800 }, 'c1'), settle(k2, 400, 'c1')],
      correctStock('lamp', { kind: 'FALSE', version: 7 }, 'c2'),
    ],
    shouldHaveBeen: [...open, order(...k1), order(...k2)],
    asked: () => ({ kind: 'FALSE', thing: lamp, version: 4 }),
  },
  {
    title: 'figures that were wrong, of which others were corrected later with one of these',
    was: [
      ...[...open, order(...k1)],
      correctStock('lamp', { kind: 'WRONG', version: 1, onHand: 12, unitPrice: 2_600 }, 'c1'),
    ],
    shouldHaveBeen: [
      ...[stock('lamp', 10, 3_000), ...open.slice(1), order(...k1)],
      correctStock('lamp', { kind: 'WRONG', version: 1, onHand: 12 }, 'c1'),
    ],
    asked: () => ({ kind: 'WRONG', thing: lamp, version: 1, figures: { unitPrice: 3_000 } }),
  },
];
