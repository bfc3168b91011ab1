// What the lab takes from the services, so that their histories can be lived through again: projections and deciders.
import type { ServiceName } from '@saga-lab/contracts/services';
import { messages as inventory } from '@saga-lab/inventory-service/entry-points/messages';
import { reservationResource } from '@saga-lab/inventory-service/read-model/reservations';
import { stockResource } from '@saga-lab/inventory-service/read-model/stock';
import { messages as order, orderWaits } from '@saga-lab/order-service/entry-points/messages';
import { orderResource } from '@saga-lab/order-service/read-model/orders';
import { messages as payment } from '@saga-lab/payment-service/entry-points/messages';
import { accountResource } from '@saga-lab/payment-service/read-model/accounts';
import { paymentResource } from '@saga-lab/payment-service/read-model/payments';
import { projections as ofOrders } from '@saga-lab/order-service/component';
import { projections as ofPayments } from '@saga-lab/payment-service/component';
import { projections as ofInventory } from '@saga-lab/inventory-service/component';
import { projections as ofSagas } from '@saga-lab/saga-orchestrator/component';
import type { Projection } from '@saga-lab/platform/views/projection';
import type { Decider, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import type { DeciderSettings } from '@saga-lab/platform/store/commit';
import { waitDefaults } from '@saga-lab/protocols/timing';
import { messages as orchestrator } from '@saga-lab/saga-orchestrator/entry-points/messages';
import { sagaResource } from '@saga-lab/saga-orchestrator/read-model/order-summaries';

/** What each list of a service shows, and how that comes from a stream. */
export const resources = {
  orders: orderResource,
  sagas: sagaResource,
  payments: paymentResource,
  reservations: reservationResource,
  accounts: accountResource,
  stock: stockResource,
};

/** All read models of each service. */
export const projections: Readonly<Record<ServiceName, readonly Projection[]>> = {
  'order-service': ofOrders,
  'payment-service': ofPayments,
  'inventory-service': ofInventory,
  'saga-orchestrator': ofSagas,
};

export type ServiceDecider = Decider<unknown, Message, NewEvent>;

/** A service's decider as it was made with the settings that a commit keeps. @throws Error if one of them is missing. */
export type Deciders = Readonly<Record<ServiceName, (settings: DeciderSettings) => ServiceDecider>>;

export const deciders: Deciders = {
  'order-service': (settings) =>
    order({ ...orderWaits, ...settings, announceAfterMs: setting(settings, 'announceAfterMs') }).decider,
  'payment-service': (settings) => payment({ ...waitDefaults, ...settings }).decider,
  'inventory-service': (settings) => inventory({ ...waitDefaults, ...settings }).decider,
  'saga-orchestrator': (settings) =>
    orchestrator({
      stepDeadlineMs: setting(settings, 'stepDeadlineMs'),
      repeatFirstMs: setting(settings, 'repeatFirstMs'),
      repeatMostMs: setting(settings, 'repeatMostMs'),
      triesBeforeParked: setting(settings, 'triesBeforeParked'),
      slowRepeatMs: setting(settings, 'slowRepeatMs'),
    }).decider,
};

const setting = (settings: DeciderSettings, name: string): number => {
  const value = settings[name];
  if (value === undefined) throw new Error(`its settings do not say ${name}`);
  return value;
};
