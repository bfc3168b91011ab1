// What brings a thing back to an earlier version, calculated by itself: as much is left as then, and nobody's share is counted twice.
import type { StampedEvent } from './history.ts';
import { numeric } from './verdict.ts';

/** An event, and what nobody holds of the thing after it: pieces available, or the balance. */
export interface Step {
  readonly event: StampedEvent;
  readonly left: number;
}

/** What an event does to the share of its order: what the order holds then, and what of it nobody holds any more. */
export interface Share {
  readonly held: 1 | -1;
  readonly back: 1 | 0;
}

export interface ShareRules {
  /** The type of the event that brings a thing back. */
  readonly restored: string;
  readonly shares: ReadonlyMap<string, Share>;
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
  const { toVersion, ended = [] } = event.data as { toVersion?: unknown; ended?: unknown };
  const then = before.find((step) => step.event.version === toVersion);
  const what = `${stream}: event ${event.version} (${event.type}) to version ${String(toVersion)}`;
  if (!then) return [`${what}, which was not there.`];
  const { expected, holders } = sharedOut(before, then, rules);
  const running = holders.filter((orderId) => !Array.isArray(ended) || !ended.includes(orderId));
  return [
    ...(left === expected ? [] : [`${what} leaves ${left}, and should leave ${expected}.`]),
    ...running.map((orderId) => `${what} counts twice what order ${orderId} holds.`),
  ];
};

/** What should be left, and the orders that hold something which nobody held then. */
const sharedOut = (before: readonly Step[], then: Step, { shares, amountOf }: ShareRules) => {
  const earlier = new Set<string>();
  const held = new Map<string, number>();
  let expected = then.left;
  for (const { event } of before) {
    const { orderId } = event.data as { orderId?: string };
    const share = shares.get(event.type);
    if (orderId === undefined || !share) continue;
    const amount = numeric(amountOf(event.data));
    if (event.version <= then.event.version) earlier.add(orderId);
    else if (earlier.has(orderId)) expected += share.back * amount;
    else held.set(orderId, (held.get(orderId) ?? 0) + share.held * amount);
  }
  return { expected, holders: [...held].flatMap(([orderId, amount]) => (amount > 0 ? [orderId] : [])) };
};
