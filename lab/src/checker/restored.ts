// What brings a thing back to an earlier version, calculated by itself: as much is left as then, and nobody's share is counted twice.
import type { StampedEvent } from './history.ts';
import { numeric } from './verdict.ts';

/** An event, and what nobody holds of the thing after it: pieces available, or the balance. */
export interface Step {
  readonly event: StampedEvent;
  readonly left: number;
}

/** What an event does to the share of its order: to what it holds, and to what it has taken away from what is left. */
export interface Share {
  readonly held: 1 | -1;
  readonly taken: 1 | 0 | -1;
}

export interface ShareRules {
  /** The type of the event that brings a thing back. */
  readonly restored: string;
  readonly shares: ReadonlyMap<string, Share>;
  /** Whether what an order holds stays so where it is undone: then it must not hold anything any more. */
  readonly holdsEvenUndone: boolean;
  /** Of the data of an event: how much. */
  readonly amountOf: (data: unknown) => unknown;
}

/** What is wrong with the events of one stream that bring it back; `steps`: all of the stream, by version. */
export const restoredFindings = (
  stream: string,
  steps: readonly Step[],
  rules: ShareRules,
): readonly string[] =>
  steps.flatMap((step, n) =>
    step.event.type === rules.restored ? findingsAt(stream, step, steps.slice(0, n), rules) : [],
  );

const findingsAt = (
  stream: string,
  { event, left }: Step,
  before: readonly Step[],
  rules: ShareRules,
): readonly string[] => {
  const { toVersion } = event.data as { toVersion?: unknown };
  const then = before.find((step) => step.event.version === toVersion);
  const what = `${stream}: event ${event.version} (${event.type}) to version ${String(toVersion)}`;
  if (!then) return [`${what}, which was not there.`];
  const undone = undoneBy(event);
  const { expected, holders } = sharedOut(before, { then, undone }, rules);
  const isGivenUp = (orderId: string): boolean => undoesAllSince(event) || undone.includes(orderId);
  const running = holders.filter((orderId) => rules.holdsEvenUndone || !isGivenUp(orderId));
  return [
    ...(left === expected ? [] : [`${what} leaves ${left}, and should leave ${expected}.`]),
    ...running.map((orderId) => `${what} counts twice what order ${orderId} holds.`),
  ];
};

const undoneBy = ({ data }: StampedEvent): readonly string[] => {
  const { undone } = data as { undone?: unknown };
  return Array.isArray(undone) ? undone.filter((each) => typeof each === 'string') : [];
};

const undoesAllSince = ({ data }: StampedEvent): boolean =>
  (data as { undoneSince?: unknown }).undoneSince === true;

const add = (sums: Map<string, number>, orderId: string, amount: number): void => {
  sums.set(orderId, (sums.get(orderId) ?? 0) + amount);
};

const sharesIn = (steps: readonly Step[], shares: ShareRules['shares']) =>
  steps.flatMap(({ event }) => {
    const { orderId } = event.data as { orderId?: string };
    const share = shares.get(event.type);
    return orderId === undefined || !share ? [] : [{ event, orderId, share }];
  });

interface Wanted {
  readonly then: Step;
  readonly undone: readonly string[];
}

/** What should be left, and the orders that hold something which nobody held then. */
const sharedOut = (before: readonly Step[], { then, undone }: Wanted, { shares, amountOf }: ShareRules) => {
  const earlier = new Set<string>();
  const held = new Map<string, number>();
  let expected = then.left;
  for (const { event, orderId, share } of sharesIn(before, shares)) {
    const amount = numeric(amountOf(event.data));
    const isThen = event.version <= then.event.version;
    const isUndone = undone.includes(orderId);
    if (isThen) earlier.add(orderId);
    const isEarlier = earlier.has(orderId);
    if (isUndone === isThen && isEarlier) expected += (isThen ? share.taken : -share.taken) * amount;
    if (isUndone || !isEarlier) add(held, orderId, share.held * amount);
  }
  return { expected, holders: [...held].flatMap(([orderId, amount]) => (amount > 0 ? [orderId] : [])) };
};
