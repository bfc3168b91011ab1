// Tables of plain text: what was, what is.
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';

type Cell = string | number;

/** Words to the left, numbers to the right, a rule under the heading. */
export const table = (heading: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] => {
  const widths = heading.map((title, n) => Math.max(title.length, ...rows.map((row) => text(row[n]).length)));
  const line = (cells: readonly (Cell | undefined)[], numbers: readonly (Cell | undefined)[]) =>
    cells
      .map((cell, n) => {
        const width = widths[n] ?? 0;
        return typeof numbers[n] === 'number' ? text(cell).padStart(width) : text(cell).padEnd(width);
      })
      .join('   ')
      .trimEnd();
  const first = rows[0] ?? [];
  const rule = widths.map((width) => '-'.repeat(width)).join('   ');
  return [line(heading, first), rule, ...rows.map((row) => line(row, row))];
};

const text = (cell: Cell | undefined): string =>
  typeof cell === 'number' ? cell.toLocaleString('en-US') : (cell ?? '');

export interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

export const accountTable = (accounts: readonly BeforeAfter<AccountDto>[]): readonly string[] =>
  table(
    ['account', 'before', 'charged', 'refunded', 'after'],
    accounts.map(({ before, after }) => [
      after.customerId,
      before.balance,
      after.charged - before.charged,
      after.refunded - before.refunded,
      after.balance,
    ]),
  );

export const stockTable = (stock: readonly BeforeAfter<StockDto>[]): readonly string[] =>
  table(
    ['stock', 'before', 'reserved', 'shipped', 'after'],
    stock.map(({ before, after }) => [
      after.sku,
      before.available,
      after.reserved,
      after.shipped - before.shipped,
      after.available,
    ]),
  );
