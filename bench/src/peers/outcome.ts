// Whether a peer did what it was asked: every order to its right end, no step lost, none done twice, stock and money as the steps say.
// It shares no arithmetic with the participants.
import type { Balance } from './ledger.ts';
import type { StepDone } from './participant.ts';
import { askedOf } from './saga.ts';
import type { End, PeerOrder, StepName } from './saga.ts';

export interface Ordered {
  readonly order: PeerOrder;
  /** How it has to end. */
  readonly end: End;
}

export interface Evidence {
  readonly ordered: readonly Ordered[];
  /** Account -> what it was opened with. */
  readonly opened: Readonly<Record<string, number>>;
  /** As the databases have them, of these orders or of any others that came about. */
  readonly steps: readonly StepDone[];
  /** As the participants have them. */
  readonly balances: Readonly<Record<string, Balance>>;
  /** Orders of which the orchestrator says that it is done. */
  readonly finished: ReadonlySet<string>;
}

type Course = readonly (readonly [step: StepName, ok: boolean])[];

const courses: Readonly<Record<End, Course>> = {
  completed: [
    ['place', true],
    ['reserve', true],
    ['charge', true],
    ['approve', true],
    ['ship', true],
  ],
  rejected: [
    ['place', true],
    ['reserve', true],
    ['charge', false],
    ['release', true],
    ['reject', true],
  ],
};

const SHOWN = 3;

/** @throws Error that says what is wrong, with the first few examples. */
export const mustAddUp = (evidence: Evidence): void => {
  const wrong = [...wrongOrders(evidence), ...unknownOrders(evidence), ...wrongBalances(evidence)];
  if (wrong.length === 0) return;
  const more = wrong.length > SHOWN ? `; and ${wrong.length - SHOWN} more` : '';
  throw new Error(`the outcome is wrong: ${wrong.slice(0, SHOWN).join('; ')}${more}`);
};

const wrongOrders = ({ ordered, steps, finished }: Evidence): readonly string[] => {
  const bySaga = Map.groupBy(steps, ({ saga }) => saga);
  return ordered.flatMap(({ order, end }) => {
    const found = (bySaga.get(order.orderId) ?? []).map(textOf).toSorted();
    const wanted = courses[end].map(([step, ok]) => textOf({ ...askedOf(order, step), ok })).toSorted();
    if (found.join() !== wanted.join())
      return [`order ${order.orderId} did ${found.join(', ') || 'nothing'}, not ${wanted.join(', ')}`];
    return finished.has(order.orderId) ? [] : [`order ${order.orderId} is not finished`];
  });
};

const textOf = ({ step, account, amount, ok }: Omit<StepDone, '_id' | 'at' | 'saga'>): string =>
  `${step} ${amount} of ${account}${ok ? '' : ' refused'}`;

const unknownOrders = ({ ordered, steps }: Evidence): readonly string[] => {
  const known = new Set(ordered.map(({ order }) => order.orderId));
  return steps.filter(({ saga }) => !known.has(saga)).map(({ _id }) => `nobody ordered ${_id}`);
};

const wrongBalances = ({ opened, steps, balances }: Evidence): readonly string[] => {
  const moved = new Map<string, number>();
  for (const { step, account, amount, ok } of steps)
    moved.set(account, (moved.get(account) ?? 0) + (ok ? sign(step) * amount : 0));
  return Object.entries(opened).flatMap(([account, amount]) => {
    const wanted = amount + (moved.get(account) ?? 0);
    const { available = Number.NaN, held = Number.NaN } = balances[account] ?? {};
    if (available === wanted && held === 0) return [];
    return [`${account} has ${available} and ${held} held, not ${wanted} and none`];
  });
};

const sign = (step: StepDone['step']): number => {
  if (step === 'reserve' || step === 'charge') return -1;
  return step === 'release' ? 1 : 0;
};
