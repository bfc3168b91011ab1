// Why a transaction was given up, in words.
type Data = Readonly<Record<string, unknown>>;

const texts: Readonly<Record<string, (data: Data) => string>> = {
  TIMED_OUT: () => 'not everybody had answered in time',
  CUSTOMER_CANCELLED: () => 'the customer wished to cancel (CUSTOMER_CANCELLED)',
  ABORTED_BY_HAND: ({ by, because }) => `operator ${String(by)} gave it up ("${String(because)}")`,
  HOLD_LAPSED: () => 'a participant had given back what it held (HOLD_LAPSED)',
};

/** @param data of the note that says so. */
export const reasonText = (data: Data): string =>
  texts[String(data['reason'])]?.(data) ?? `somebody had refused (${String(data['reason'])})`;
