// Plays one experiment under one protocol on the simulator.
import type { Policy } from '@saga-lab/protocols/locks/policy';
import type { Play } from '../cell.ts';
import type { Column } from '../columns.ts';
import { AWAY_MS, experiments } from '../conditions.ts';
import type { Blow, Condition, Experiment } from '../conditions.ts';
import type { Recorded } from '../../checker/history.ts';
import { reaches } from '../points.ts';
import type { Absence, Run, Sight } from '../run.ts';
import { newStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** For what a fault leaves behind. */
const PATIENCE_MS = 180_000;
/** So long it may take until a timer of a fault's aftermath goes off. */
const AFTERMATH_MS = 30_000;
const PRICE = 2_500;
const RICH = 1_000_000;

/** One after the other, each in a system of its own. `onBegin` hears of each condition. */
export const simulatedPlay =
  (setting: Setting, onBegin: (condition: Condition) => void = () => undefined): Play =>
  async (asked) => {
    const runs: Run[] = [];
    let last: Condition | undefined;
    for (const { column, condition } of asked) {
      if (condition !== last) onBegin(condition);
      last = condition;
      runs.push(await runSimulated(column, condition, setting));
    }
    return runs;
  };

export interface Setting {
  readonly seed: number;
  /** Left out: orders take beside each other. */
  readonly locks?: Policy | undefined;
}

/** @throws Error if the fault never strikes, or an order is not accepted. */
export const runSimulated = async (
  column: Column,
  condition: Condition,
  { seed, locks = 'escrow' }: Setting,
): Promise<Run> => {
  const experiment = experiments[condition];
  const striking = strikingIn(experiment, column);
  const stage = newStage({
    seed,
    lossy: experiment.lossy ?? 0,
    settings: { holdTtlMs: column.holdTtlMs, locks },
    onCommit: (recorded) => {
      striking.look(stage, recorded);
    },
    onPublished: (id) => {
      striking.said(stage, id);
    },
  });
  await prepare(stage, experiment);
  const orders = await placeAll(stage, experiment, column.protocol);
  const beforeReturn = await striking.last(stage);
  if (experiment.lossy || experiment.blow) await stage.waitMs(AFTERMATH_MS);
  await stage.restUntil(stage.now() + PATIENCE_MS);
  return {
    orders,
    ...striking.noted(),
    ...(beforeReturn && { beforeReturn }),
    atEnd: await sightOf(stage),
  };
};

/** Nothing, where no fault strikes at a point. */
const strikingIn = ({ blow, isLastPiece }: Experiment, { protocol, promise }: Column) => {
  const isReached = blow && reaches(blow.at, promise.moments);
  let absence: Absence | undefined;
  let second: string | undefined;
  let firstToSay: readonly string[] | undefined;
  const strike = (stage: Stage, how: Blow): void => {
    absence = absenceFrom(how, stage.now());
    stage.strike(how);
    if (isLastPiece) void placing(stage, 'bob', protocol).then((id) => (second = id));
  };
  return {
    look: (stage: Stage, recorded: Recorded): void => {
      if (!blow || absence || firstToSay || isReached?.(recorded) !== true) return;
      if (blow.tellsOne) firstToSay = recorded.commit.outbox.map(({ id }) => id);
      else strike(stage, blow);
    },
    /** Of what it may say before it is struck. */
    said: (stage: Stage, id: string): void => {
      if (blow && !absence && firstToSay?.includes(id)) strike(stage, blow);
    },
    /** Until it is over; where somebody stays dead, this looks at the system before that one is brought back. */
    last: async (stage: Stage): Promise<Sight | undefined> => {
      if (!blow) return undefined;
      const patience = stage.now() + PATIENCE_MS;
      await stage.stepUntil(() => absence !== undefined || stage.now() > patience);
      if (!absence) throw new Error(`the fault never strikes: "${blow.at}" is not reached`);
      await stage.waitMs(blow.forMs ?? AWAY_MS);
      if (blow.forMs !== undefined) return undefined;
      const sight = await sightOf(stage);
      stage.comeBack(blow);
      return sight;
    },
    noted: (): Pick<Run, 'absence' | 'second'> => ({
      ...(absence && { absence }),
      ...(second !== undefined && { second }),
    }),
  };
};

const absenceFrom = ({ does, who, forMs }: Blow, from: number): Absence => ({
  does,
  who,
  from,
  ...(forMs !== undefined && { to: from + forMs }),
});

const sightOf = async (stage: Stage): Promise<Sight> => ({ commits: await stage.commits(), at: stage.now() });

const prepare = async (stage: Stage, { isPoor, isLastPiece, orders }: Experiment): Promise<void> => {
  const put = (service: 'inventory-service' | 'payment-service', path: string, body: object) =>
    stage.insist('the operator', service, { method: 'put', path, body });
  let isDone = false;
  stage.start();
  void Promise.all([
    put('inventory-service', '/stock/lamp', { onHand: isLastPiece ? 1 : orders, unitPrice: PRICE }),
    put('payment-service', '/accounts/ada', { opening: isPoor ? 0 : RICH }),
    put('payment-service', '/accounts/bob', { opening: RICH }),
  ]).then(() => (isDone = true));
  await stage.stepUntil(() => isDone);
};

const placeAll = async (stage: Stage, { orders, isInTurn, lossy }: Experiment, protocol: string) => {
  const ids: string[] = [];
  stage.becomeCalm(lossy === undefined);
  for (let n = 1; n <= orders; n += 1) {
    void placing(stage, 'ada', protocol, n).then((id) => ids.push(id));
    if (isInTurn) await stage.stepUntil(() => ids.length === n && stage.isKnown(ids[n - 1] ?? ''));
  }
  await stage.stepUntil(() => ids.length === orders);
  return ids;
};

const placing = async (stage: Stage, customerId: string, protocol: string, n = 1): Promise<string> => {
  const { status, body } = await stage.insist(customerId, 'order-service', {
    method: 'post',
    path: '/orders',
    headers: { 'idempotency-key': `${customerId}-${protocol}-${n}` },
    body: { customerId, protocol, lines: [{ sku: 'lamp', quantity: 1 }] },
  });
  if (status !== 202) throw new Error(`POST /orders was answered ${status}: ${JSON.stringify(body)}`);
  return (body as { readonly orderId: string }).orderId;
};
