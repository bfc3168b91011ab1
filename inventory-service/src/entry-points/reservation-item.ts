// What an order holds of the stock, as it is shown over HTTP.
import { Id, PricedLine } from '@saga-lab/contracts/primitives';
import type { Resource } from '@saga-lab/platform/http/routes/read-routes';
import { z } from 'zod';
import { reservations } from '../read-model/reservations.ts';
import type { ReservationDocument } from '../read-model/reservations.ts';

const Reservation = z.strictObject({
  orderId: Id,
  status: z.enum(['RESERVED', 'INSUFFICIENT', 'RELEASED', 'SHIPPED']),
  lines: z.array(PricedLine).optional().describe('With the prices at which they were reserved'),
  reason: z.enum(['OUT_OF_STOCK', 'UNKNOWN_SKU']).optional(),
  sku: Id.optional().describe('What there is too little of'),
  version: z.int(),
});

export const reservationItem: Resource<ReservationDocument, typeof Reservation> = {
  name: 'reservation of order',
  path: '/reservations',
  id: { orderId: Id },
  item: Reservation,
  show: ({ _id, ...rest }) =>
    'lines' in rest ? { orderId: _id, ...rest, lines: [...rest.lines] } : { orderId: _id, ...rest },
  projection: reservations,
};
