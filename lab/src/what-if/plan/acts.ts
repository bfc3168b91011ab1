// What went outside, and would not have: customers know it, and pieces are on their way. Only people can do something about that.
import type { OrderWhatIf } from './sagas.ts';
import { endedOtherwise } from './sagas.ts';

/** @param open orders that have not ended, and of which something would have been decided otherwise. */
export const actsOf = (orders: readonly OrderWhatIf[], open: readonly string[]): readonly string[] => [
  ...orders.filter(endedOtherwise).flatMap(actOf),
  ...open.map((id) => `order ${id} has not ended: ask again when it has`),
];

const actOf = (one: OrderWhatIf): readonly string[] => {
  const { order, customerId, then, would } = one;
  if (then.order === 'APPROVED' && would.order !== 'APPROVED')
    return [
      `order ${order} was APPROVED, and would be ${endOf(one)}: somebody has to tell ${customerId}; ${pieces(one)} went out, and somebody has to get them back; ${money(then.total)} of ${customerId}'s money stay charged until somebody gives them back`,
    ];
  if (then.order === 'REJECTED' && would.order === 'APPROVED')
    return [
      `order ${order} was REJECTED (${then.reason ?? 'without a reason'}), and would be APPROVED: ${customerId} would have got ${pieces(one)} for ${money(would.total)}; somebody has to tell ${customerId}, who may order again`,
    ];
  return [
    `order ${order} was ${then.order ?? 'not there'} (${then.reason ?? 'without a reason'}), and would be ${endOf(one)}: somebody has to tell ${customerId}`,
  ];
};

const endOf = ({ would }: OrderWhatIf): string =>
  would.reason === undefined
    ? (would.order ?? 'not there')
    : `${would.order ?? 'not there'} (${would.reason})`;

const pieces = ({ lines }: OrderWhatIf): string =>
  lines.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ');

const money = (amount: number | undefined): string => (amount ?? 0).toLocaleString('en-US');
