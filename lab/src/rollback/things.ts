// What a rollback does to stock and accounts: each is brought back to its version of the moment, without the orders that are undone.
import { accountHolds } from '@saga-lab/payment-service/domain/restore';
import type { AccountEvent } from '@saga-lab/payment-service/domain/account';
import { stockHolds } from '@saga-lab/inventory-service/domain/restore';
import type { StockEvent } from '@saga-lab/inventory-service/domain/stock';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { replay } from '@saga-lab/platform/decider/decider';
import { restorationOf } from '@saga-lab/platform/decider/restoration';
import type { HoldRules, Restoration, Undoing } from '@saga-lab/platform/decider/restoration';
import { accountsIn, accountStream, skusIn, stockStream } from '../checker/shared-streams.ts';
import type { Cut } from '../time-travel/cut.ts';
import { versionIn } from '../time-travel/states.ts';

/** What is compared: pieces available and their price, or a balance, in minor units; nothing while it is not there. */
export type Figures = Readonly<Record<string, number>>;

export interface ThingBack {
  readonly kind: 'stock' | 'account';
  readonly id: string;
  /** Its version at the moment; 0 if it was not there. */
  readonly toVersion: number;
  readonly version: number;
  /** Orders to undo by name. */
  readonly undone: readonly string[];
  /** Whether all that took something of it only since then are undone, however many they are. */
  readonly undoneSince: boolean;
  readonly then: Figures | undefined;
  readonly now: Figures;
  /** What the rollback aims at: the figures of then, with what orders on their way held given back. */
  readonly target: Figures;
  /** Pieces reserved or shipped, or money held, or charged and not given back: the least that can have been put there in all. */
  readonly needed: number;
}

/** All that there is, whether it has changed since or not. `orders`: those that are undone. */
export const thingsIn = (cut: Cut, orders: readonly string[]): readonly ThingBack[] => [
  ...skusIn(cut.whole).map((id) =>
    thingOf<Stock, StockEvent>(cut, { kind: 'stock', id, stream: stockStream(id), ...ofStock }, orders),
  ),
  ...accountsIn(cut.whole).map((id) =>
    thingOf<Account, AccountEvent>(
      cut,
      { kind: 'account', id, stream: accountStream(id), ...ofAccount },
      orders,
    ),
  ),
];

type Stock = ReturnType<typeof stockHolds.evolve>;
type Account = ReturnType<typeof accountHolds.evolve>;

const ofStock: Measures<Stock, StockEvent> = {
  rules: stockHolds,
  figuresOf: ({ available, unitPrice }) => ({ available, unitPrice }),
  gone: { available: 0 },
  neededBy: ({ reserved, shipped }) => reserved + shipped,
};

const ofAccount: Measures<Account, AccountEvent> = {
  rules: accountHolds,
  figuresOf: ({ balance }) => ({ balance }),
  gone: { balance: 0 },
  neededBy: ({ charged, refunded, held }) => charged - refunded + held,
};

interface Measures<S, E extends NewEvent> {
  readonly rules: HoldRules<S, E>;
  readonly figuresOf: (state: S) => Figures;
  /** Of what was not there. */
  readonly gone: Figures;
  readonly neededBy: (state: S) => number;
}

interface Thing<S, E extends NewEvent> extends Measures<S, E> {
  readonly kind: ThingBack['kind'];
  readonly id: string;
  readonly stream: string;
}

/** Events of the history are those of the stream's own decider. */
type Recorded<E> = readonly (E & { readonly version: number })[];

const thingOf = <S, E extends NewEvent>(
  cut: Cut,
  { kind, id, stream, rules, figuresOf, gone, neededBy }: Thing<S, E>,
  orders: readonly string[],
): ThingBack => {
  const toVersion = versionIn(cut.history, stream);
  const events = cut.whole.ofStream(stream) as unknown as Recorded<E>;
  const state = (version: number) =>
    replay<S, E>(
      rules.evolve,
      events.filter((event) => event.version <= version),
    );
  const back = backWithout(
    orders,
    (undoing) => restorationOf(rules, events, toVersion, undoing),
    events
      .filter(({ version }) => version <= toVersion)
      .flatMap((event) => rules.holdOf(event)?.orderId ?? []),
  );
  const [then, now] = [state(toVersion), state(back.seen)];
  if (now === undefined) throw new Error(`${stream} has no events`);
  return {
    kind,
    id,
    toVersion,
    version: back.seen,
    undone: back.undone,
    undoneSince: back.undoneSince,
    then: then && figuresOf(then),
    now: figuresOf(now),
    target:
      toVersion === 0 || back.state === undefined ? { ...figuresOf(now), ...gone } : figuresOf(back.state),
    needed: neededBy(now),
  };
};

/**
 * Orders that had taken something by then are named, and they are few: their sagas were on their way. Those that came since are named
 * only where somebody else took something, too, whom nobody undoes.
 */
const backWithout = <S>(
  orders: readonly string[],
  back: (undoing: Undoing) => Restoration<S>,
  then: readonly string[],
): Restoration<S> => {
  const all = new Set(orders);
  const byName = back({ undone: orders, undoneSince: false });
  if (!byName.held.every(({ orderId }) => all.has(orderId))) return byName;
  const earlier = new Set(then);
  return back({ undone: byName.undone.filter((order) => earlier.has(order)), undoneSince: true });
};

export const isChanged = ({ now, target }: ThingBack): boolean =>
  Object.entries(target).some(([name, value]) => now[name] !== value);
