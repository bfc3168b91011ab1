// The statement of every customer: each movement of the account, with the balance after it.
import { StatementLineDto } from '@saga-lab/contracts/dtos/payment';
import { categories } from '@saga-lab/contracts/streams';
import { correctionLine } from '@saga-lab/platform/decider/valid-time';
import type { CorrectionLine } from '@saga-lab/platform/decider/valid-time';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection, RowDocument } from '@saga-lab/platform/views/projection';
import { lineKey } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { evolveAccount } from '../domain/account.ts';
import type { Account, AccountEvent } from '../domain/account.ts';
import { accountResource, STATEMENTS } from './accounts.ts';
import type { Totals } from './accounts.ts';

/** The account, and by how much its last event moved the balance. */
export type StatementDocument = ViewDocument & Account & { readonly moved: number };

interface Line extends Partial<CorrectionLine> {
  readonly at: string;
  readonly type: string;
  readonly orderId?: string;
  readonly amount: number;
  readonly balance: number;
}
export type StatementLine = RowDocument & Line & Totals;

export const statements = {
  view: STATEMENTS,
  edition: 2,
  category: categories.account,
  mayLagMs: 1_000,
  apply: (document: StatementDocument | undefined, dated: DatedEvent) => {
    const account = evolveAccount(document, dated as DatedEvent & AccountEvent);
    return { ...account, moved: account.balance - (document?.balance ?? 0) };
  },
  rows: (document: StatementDocument, dated: DatedEvent) => {
    const { moved: amount, balance, opening, charged, refunded, held } = document;
    const event = dated as DatedEvent & AccountEvent;
    const at = new Date(dated.at).toISOString();
    const content: Line = { at, type: event.type, ...about(event), amount, balance };
    const totals: Totals = { opening, charged, refunded, held };
    return [{ key: lineKey(dated.version), content: { ...content, ...totals } }];
  },
} satisfies Projection<StatementDocument>;

const about = ({ data }: AccountEvent): Partial<Line> => {
  if (!('corrects' in data)) return 'orderId' in data ? { orderId: data.orderId } : {};
  const { corrects } = data;
  return { ...correctionLine(corrects), ...('orderId' in corrects && { orderId: corrects.orderId }) };
};

export const statementResource = {
  name: accountResource.name,
  path: `${accountResource.path}/:customerId/statement`,
  summary: 'Every movement of the account, with the balance after it, oldest first',
  id: accountResource.id,
  item: StatementLineDto,
  show: (row: StatementLine): StatementLineDto => {
    const {
      _id,
      of: _of,
      kind: _kind,
      opening: _opening,
      charged: _charged,
      refunded: _refunded,
      held: _held,
      ...line
    } = row;
    return line;
  },
  projection: statements,
};
