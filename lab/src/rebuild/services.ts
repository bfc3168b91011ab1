// What the lab takes from the services, so that their histories can be lived through again: their own projections.
import { reservationItem } from '@saga-lab/inventory-service/entry-points/reservation-item';
import { stockItem } from '@saga-lab/inventory-service/entry-points/stock-item';
import { orderItem } from '@saga-lab/order-service/entry-points/order-item';
import { accountItem } from '@saga-lab/payment-service/entry-points/account-item';
import { paymentItem } from '@saga-lab/payment-service/entry-points/payment-item';
import { sagaItem } from '@saga-lab/saga-orchestrator/entry-points/saga-item';

/** What each list of a service shows, and how that comes from a stream. */
export const resources = {
  orders: orderItem,
  sagas: sagaItem,
  payments: paymentItem,
  reservations: reservationItem,
  accounts: accountItem,
  stock: stockItem,
};
