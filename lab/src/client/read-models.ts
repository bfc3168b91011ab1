// What the read models show, list by list.
import type {
  ReservationDto,
  SalesDto,
  StockCardLineDto,
  StockDto,
} from '@saga-lab/contracts/dtos/inventory';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { AccountDto, PaymentDto, StatementLineDto } from '@saga-lab/contracts/dtos/payment';
import type { OrderSummaryDto, SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { Answers } from './answers.ts';

/** The pure read models, without what their streams hold beyond. */
export const readModels = ({ all, find }: Answers) => ({
  listedOrders: (customerId: string) =>
    all<OrderDto>('order-service', '/orders', `&customerId=${customerId}`),
  allOrders: () => all<OrderDto>('order-service', '/orders'),
  allSagas: () => all<SagaDto>('saga-orchestrator', '/sagas'),
  allPayments: () => all<PaymentDto>('payment-service', '/payments'),
  allReservations: () => all<ReservationDto>('inventory-service', '/reservations'),
  allAccounts: () => all<AccountDto>('payment-service', '/accounts'),
  allStock: () => all<StockDto>('inventory-service', '/stock'),
  allSales: () => all<SalesDto>('inventory-service', '/sales'),
  allSummaries: () => all<OrderSummaryDto>('saga-orchestrator', '/order-summaries'),
  /** Every movement; none of an account or a SKU that there is not. */
  statement: async (customerId: string): Promise<readonly StatementLineDto[]> => {
    const path = `/accounts/${customerId}`;
    return (await find('payment-service', path)) ? all('payment-service', `${path}/statement`) : [];
  },
  stockCard: async (sku: string): Promise<readonly StockCardLineDto[]> => {
    const path = `/stock/${sku}`;
    return (await find('inventory-service', path)) ? all('inventory-service', `${path}/card`) : [];
  },
});
