// What a cell calls its customer, its article and its order, so that nothing of it is another cell's.
import { participants } from '@saga-lab/contracts/services';
import { webIds } from '@saga-lab/platform/service/web-ids';

export interface CellNames {
  readonly customer: string;
  readonly sku: string;
  /** The Idempotency-Key of its order. */
  readonly key: string;
  readonly orderId: string;
}

/** `run` tells sweeps of one system apart, `n` the cells of one sweep. */
export const namesOf = (run: string, n: number): CellNames => {
  const customer = `swept-${run}-${n}`;
  const key = `order-${run}-${n}`;
  return { customer, key, sku: `sku-${run}-${n}`, orderId: orderIdOf(customer, key) };
};

/** Another order of the same customer. */
export const orderOf = ({ customer, key }: CellNames, n: number): Pick<CellNames, 'key' | 'orderId'> => {
  const own = `${key}-${n}`;
  return { key: own, orderId: orderIdOf(customer, own) };
};

/** As the order service derives it from the request, so that messages can be waited for before they are sent. */
const orderIdOf = (customer: string, key: string): string =>
  webIds.hash('order', `http:place-order:${customer}:${webIds.digest(key)}`);

const ofAccounts: readonly string[] = participants['payment-service'].requests;
const ofStock: readonly string[] = participants['inventory-service'].requests;

/** The correlation id of such a message of the cell. */
export const subjectOf = (message: string, { customer, sku, orderId }: CellNames): string => {
  if (ofAccounts.includes(message)) return customer;
  return ofStock.includes(message) ? sku : orderId;
};
