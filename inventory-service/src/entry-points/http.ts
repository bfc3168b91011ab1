// The REST routes of the inventory service.
import { Id, PricedLine, UnitPrice } from '@saga-lab/contracts/primitives';
import { submit } from '@saga-lab/platform/http/context';
import type { RouteContext } from '@saga-lab/platform/http/context';
import { httpMessage } from '@saga-lab/platform/http/http-message';
import { OperatorHeaders } from '@saga-lab/platform/http/operator';
import {
  documentRoute,
  historyRoute,
  listRoute,
  pathOfOne,
  showCurrent,
} from '@saga-lab/platform/http/read-routes';
import type { Resource } from '@saga-lab/platform/http/read-routes';
import { route } from '@saga-lab/platform/http/route';
import type { Route } from '@saga-lab/platform/http/route';
import { z } from 'zod';
import type { PutStock } from '../domain/stock.ts';
import { reservations } from '../read-model/reservations.ts';
import type { ReservationDocument } from '../read-model/reservations.ts';
import { stock } from '../read-model/stock.ts';
import type { StockDocument } from '../read-model/stock.ts';

const Count = z.int().min(0);

const Stock = z.strictObject({
  sku: Id,
  onHand: Count.describe('Everything ever put on hand'),
  available: Count,
  reserved: Count,
  shipped: Count,
  unitPrice: UnitPrice.describe('Minor units'),
  version: z.int(),
});

const stockItem: Resource<StockDocument, typeof Stock> = {
  name: 'stock of',
  path: '/stock',
  id: { sku: Id },
  item: Stock,
  show: ({ _id, status: _, ...counts }) => ({ sku: _id, ...counts }),
  projection: stock,
};

const Reservation = z.strictObject({
  orderId: Id,
  status: z.enum(['RESERVED', 'INSUFFICIENT', 'RELEASED', 'SHIPPED']),
  lines: z.array(PricedLine).optional().describe('With the prices at which they were reserved'),
  reason: z.enum(['OUT_OF_STOCK', 'UNKNOWN_SKU']).optional(),
  sku: Id.optional().describe('What there is too little of'),
  version: z.int(),
});

const reservationItem: Resource<ReservationDocument, typeof Reservation> = {
  name: 'reservation of order',
  path: '/reservations',
  id: { orderId: Id },
  item: Reservation,
  show: ({ _id, ...rest }) =>
    'lines' in rest ? { orderId: _id, ...rest, lines: [...rest.lines] } : { orderId: _id, ...rest },
  projection: reservations,
};

const putStock = (context: RouteContext): Route =>
  route({
    method: 'put',
    path: pathOfOne(stockItem),
    summary: 'Says how many pieces were ever put on hand, and the price from now on',
    admin: true,
    params: z.strictObject({ sku: Id }),
    headers: OperatorHeaders,
    body: z.strictObject({ onHand: Count, unitPrice: UnitPrice }),
    responses: {
      200: { description: 'The stock with the values now in force', schema: Stock },
      409: { description: 'Less than what is reserved or shipped' },
    },
    handle: async ({ params: { sku }, headers, body, traceparent }) => {
      const message = httpMessage(context, {
        route: 'put-stock',
        subject: sku,
        correlationId: sku,
        traceparent,
        type: 'PutStock',
        data: { sku, ...body, by: headers['x-operator'] } satisfies PutStock['data'],
      });
      await submit(context, message);
      return { status: 200, body: await showCurrent(stockItem, context, sku) };
    },
  });

export const routes = (context: RouteContext): readonly Route[] => [
  putStock(context),
  listRoute(stockItem, context),
  documentRoute(stockItem, context),
  historyRoute(stockItem, context),
  documentRoute(reservationItem, context),
  historyRoute(reservationItem, context),
];
