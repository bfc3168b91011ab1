// What a service did to stock, money or the order itself, in words, by the events of one commit.
import type { Line } from '@saga-lab/contracts/primitives';
import { amountText, linesText, listText } from './words.ts';

type Data = Readonly<Record<string, unknown>>;

const lines = ({ lines: of }: Data): string => linesText(of as Line[]);
const amount = ({ amount: of }: Data): string => amountText(Number(of));

const effects: Readonly<Record<string, (data: Data) => string>> = {
  StockReserved: (data) => `set ${lines(data)} aside`,
  StockShipped: () => 'shipped the pieces',
  StockReleased: () => 'gave the pieces back',
  PaymentHeld: (data) => `set ${amount(data)} of ${String(data['customerId'])} aside`,
  PaymentCharged: (data) => `charged ${String(data['customerId'])} ${amount(data)}`,
  PaymentReleased: () => 'gave the money free again',
  PaymentRefunded: () => 'paid the money back',
  OrderApproved: (data) => `approved the order at ${amountText(Number(data['total']))}`,
  OrderRejected: (data) => `rejected the order (${String(data['reason'])})`,
};

/** Nothing where it did nothing of that. */
export const effectsText = (
  events: readonly { readonly type: string; readonly data: unknown }[],
): string | undefined => {
  const texts = events.flatMap(({ type, data }) => effects[type]?.(data as Data) ?? []);
  return texts.length === 0 ? undefined : listText(texts);
};
