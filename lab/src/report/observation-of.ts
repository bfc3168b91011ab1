// Facts of a run that is over, as a file of facts holds them.
import type { Facts } from '../checker/facts.ts';
import type { Observation } from '../reader/audit.ts';
import { sharedVersionsIn } from '../reader/moment.ts';

/** Nobody went on working while this was read: every list shows all that there is. */
export const observationOf = ({
  accounts,
  stock,
  orders,
  history,
  deadLetters,
  tampering,
}: Facts): Observation => ({
  reading: {
    ids: {
      customers: accounts.map(({ customerId }) => customerId),
      skus: stock.map(({ sku }) => sku),
      orders: orders.map(({ id }) => id),
    },
    accounts,
    stock,
    orders,
    history,
    deadLetters,
    tampering,
  },
  begin: sharedVersionsIn(history),
  leftOut: 0,
});
