// Which orders are done with, as the services of this project say it.
import type { events as inventoryEvents } from '@saga-lab/contracts/inventory';
import type { events as orderEvents } from '@saga-lab/contracts/order';
import { exchanges } from '@saga-lab/contracts/topology';
import { endingsOn } from './endings.ts';
import type { Endings } from './endings.ts';

/** What the last participant says, of a saga that goes well and of one that is undone. */
const LAST_REPLIES = ['StockShipped', 'OrderRejected'] as const satisfies (
  keyof typeof inventoryEvents | keyof typeof orderEvents
)[];

/** `url`: of the broker, for a user that may make queues. */
export const endingsOfOrders = (url: string): Promise<Endings> =>
  endingsOn({
    url,
    exchange: exchanges.events,
    keys: LAST_REPLIES,
    sagaOf: (content) => (JSON.parse(content.toString()) as { sagaid: string }).sagaid,
  });
