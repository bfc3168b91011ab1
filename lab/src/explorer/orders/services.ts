// The four services of the lab as roles of a world: their real deciders, with an account and a stock that others have used before.
import { CURRENCY } from '@saga-lab/contracts/primitives';
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { accountStream } from '@saga-lab/payment-service/domain/account';
import { stockStream } from '@saga-lab/inventory-service/domain/stock';
import { messages as inventory } from '@saga-lab/inventory-service/entry-points/messages';
import { messages as order, orderWaits } from '@saga-lab/order-service/entry-points/messages';
import { messages as payment } from '@saga-lab/payment-service/entry-points/messages';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { messages as sagas } from '@saga-lab/saga-orchestrator/entry-points/messages';
import type { AnyDecider, Role } from '../system/roles.ts';
import { announceAfterMs, policy } from './plain.ts';

export const account = { customerId: 'ada' };
export const sku = { sku: 'lamp', unitPrice: 1_490 };

/** What accounts and stock have seen; minor units and pieces. `funds` and `available` are what is left. */
export interface Before {
  readonly funds: number;
  readonly charged: number;
  readonly available: number;
  readonly reserved: number;
}

/** Another decider in the place of a service's own: a bug that is planted. */
export type ChangeDecider = (service: ServiceName, decider: AnyDecider) => AnyDecider;

const handlers = {
  [orchestrator.name]: sagas(policy),
  'order-service': order({ ...orderWaits, announceAfterMs }),
  'payment-service': payment(),
  'inventory-service': inventory(),
} satisfies Record<ServiceName, Pick<Role, 'decider' | 'schemas'>>;

export const services = (
  before: Before,
  change: ChangeDecider = (_service, decider) => decider,
): readonly Role[] =>
  serviceNames.map((name) => {
    const { decider, schemas } = handlers[name];
    return { name, decider: change(name, decider), schemas, past: pastOf(name, before) };
  });

/** Earlier orders left something behind, so that giving back too much is possible, and is seen. */
const pastOf = (name: ServiceName, { funds, charged, available, reserved }: Before): readonly NewEvent[] => {
  const earlier = { orderId: 'earlier', by: 'operator' };
  switch (name) {
    case 'payment-service': {
      const stream = accountStream(account.customerId);
      return [
        { stream, type: 'AccountOpened', data: { opening: funds + charged, by: 'operator' } },
        ...(charged > 0
          ? [{ stream, type: 'AmountCharged', data: { ...earlier, amount: charged, currency: CURRENCY } }]
          : []),
      ];
    }
    case 'inventory-service': {
      const stream = stockStream(sku.sku);
      const { unitPrice } = sku;
      return [
        { stream, type: 'StockAdjusted', data: { onHand: available + reserved, unitPrice, by: 'operator' } },
        ...(reserved > 0
          ? [{ stream, type: 'UnitsReserved', data: { ...earlier, quantity: reserved } }]
          : []),
      ];
    }
    default:
      return [];
  }
};
