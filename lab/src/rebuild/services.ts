// What the lab takes from the services, so that their histories can be lived through again: their own projections.
import { reservationResource } from '@saga-lab/inventory-service/read-model/reservations';
import { stockResource } from '@saga-lab/inventory-service/read-model/stock';
import { orderResource } from '@saga-lab/order-service/read-model/orders';
import { accountResource } from '@saga-lab/payment-service/read-model/accounts';
import { paymentResource } from '@saga-lab/payment-service/read-model/payments';
import { sagaResource } from '@saga-lab/saga-orchestrator/read-model/sagas';

/** What each list of a service shows, and how that comes from a stream. */
export const resources = {
  orders: orderResource,
  sagas: sagaResource,
  payments: paymentResource,
  reservations: reservationResource,
  accounts: accountResource,
  stock: stockResource,
};
