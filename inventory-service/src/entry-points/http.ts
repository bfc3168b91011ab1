// The REST routes of the inventory service.
import { StockCorrectionRequest } from '@saga-lab/contracts/corrections';
import { StockDto } from '@saga-lab/contracts/dtos/inventory';
import { Count, Id, UnitPrice } from '@saga-lab/contracts/primitives';
import { submit } from '@saga-lab/platform/http/routes/context';
import type { RouteContext } from '@saga-lab/platform/http/routes/context';
import { httpMessage } from '@saga-lab/platform/http/routes/http-message';
import { IfMatchHeaders, versionSeen } from '@saga-lab/platform/http/routes/if-match';
import { OperatorHeaders } from '@saga-lab/platform/http/routes/operator';
import { correctionRoute } from '@saga-lab/platform/http/routes/correction-route';
import { diffRoute } from '@saga-lab/platform/http/routes/diff-route';
import {
  documentRoute,
  historyRoute,
  listRoute,
  showCurrent,
} from '@saga-lab/platform/http/routes/read-routes';
import { holdRoutes } from '@saga-lab/platform/http/routes/hold-routes';
import { pathOfOne } from '@saga-lab/platform/http/routes/resource';
import { restoreRoute, WHERE_ALL_ARE } from '@saga-lab/platform/http/routes/restore-route';
import { linesRoute, rowsRoute } from '@saga-lab/platform/http/routes/row-routes';
import { route } from '@saga-lab/platform/http/routes/route';
import type { Route } from '@saga-lab/platform/http/routes/route';
import { z } from 'zod';
import type { PutStock, Shelf } from '../domain/stock.ts';
import { holds } from '../read-model/holds.ts';
import { reservationResource } from '../read-model/reservations.ts';
import { salesResource } from '../read-model/sales.ts';
import { stockCardResource } from '../read-model/stock-cards.ts';
import { stockResource } from '../read-model/stock.ts';
import { stockCorrecting, stockRestoring } from './history-commands.ts';

const putStock = (context: RouteContext): Route =>
  route({
    method: 'put',
    path: pathOfOne(stockResource),
    summary: 'Says how many pieces were ever put on hand, and the price from now on',
    admin: true,
    params: z.strictObject({ sku: Id }),
    headers: OperatorHeaders.extend(IfMatchHeaders.shape),
    body: z.strictObject({ onHand: Count, unitPrice: UnitPrice }),
    responses: {
      200: { description: 'The stock with the values now in force', schema: StockDto },
      409: { description: 'Less than what is reserved or shipped' },
      412: { description: 'There is a newer version than that of If-Match (`CHANGED_MEANWHILE`)' },
    },
    handle: async ({ params: { sku }, headers, body, traceparent }) => {
      const message = httpMessage(context, {
        route: 'put-stock',
        subject: sku,
        correlationId: sku,
        traceparent,
        seen: headers['x-lamport'],
        type: 'PutStock',
        data: putting(sku, body, headers),
      });
      await submit(context, message);
      return { status: 200, body: await showCurrent(stockResource, context, sku) };
    },
  });

type Putting = z.infer<typeof OperatorHeaders> & z.infer<typeof IfMatchHeaders>;

const putting = (sku: string, shelf: Shelf, headers: Putting): PutStock['data'] => {
  const version = versionSeen(headers);
  return { sku, ...shelf, by: headers['x-operator'], ...(version !== undefined && { version }) };
};

const restoreStock = (context: RouteContext): Route =>
  restoreRoute(context, {
    ...stockRestoring,
    summary: 'Brings back what was available, and the price, at an earlier version',
    impossible: `Sagas hold pieces that were available then: \`held\` says how many do, and lists the first of them; ${WHERE_ALL_ARE}`,
    orderId: Id,
  });

const correctStock = (context: RouteContext): Route =>
  correctionRoute(context, {
    ...stockCorrecting,
    summary: 'Corrects what the history says, by an event that is recorded now and was so earlier',
    impossible:
      'Nothing to correct, or no operator said it (`NOT_CORRECTABLE`), or sagas hold or got more than there would be',
    body: StockCorrectionRequest,
  });

export const routes = (context: RouteContext): readonly Route[] => [
  putStock(context),
  restoreStock(context),
  correctStock(context),
  listRoute(stockResource, context),
  documentRoute(stockResource, context),
  historyRoute(stockResource, context),
  diffRoute(stockResource, context),
  linesRoute(stockCardResource, context),
  rowsRoute(salesResource, context),
  listRoute(reservationResource, context),
  documentRoute(reservationResource, context),
  historyRoute(reservationResource, context),
  diffRoute(reservationResource, context),
  ...holdRoutes(context, holds),
];
