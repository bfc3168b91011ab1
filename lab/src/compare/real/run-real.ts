// Plays experiments on real parts: all of them at once that take the same blow, or none.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { Asked, Play } from '../cell.ts';
import { AWAY_MS, experiments } from '../conditions.ts';
import type { Blow, Condition, Experiment } from '../conditions.ts';
import { reaches } from '../points.ts';
import type { Run, Sight } from '../run.ts';
import { aimAt } from './aim.ts';
import type { Aim } from './aim.ts';
import type { RealStage } from './real-stage.ts';
import type { Subject } from './subject.ts';

/** So long what a fault leaves behind may take until a timer goes off, where it lasted long enough for any to be armed. */
const AFTERMATH_MS = 20_000;
const LONG_MS = 10_000;

interface Target {
  readonly asked: Asked;
  readonly experiment: Experiment;
  readonly subject: Subject;
  readonly aim?: Aim | undefined;
}

/** `onBegin` hears of the conditions that are played at once. */
export const realPlay =
  (stage: RealStage, onBegin: (conditions: readonly Condition[]) => void = () => undefined): Play =>
  async (asked) => {
    const targets: Target[] = [];
    for (const one of asked) targets.push(await targetOf(stage, one));
    const runs = new Map<Asked, Run>();
    for (const group of Map.groupBy(targets, togetherIn).values()) {
      onBegin([...new Set(group.map(({ asked: { condition } }) => condition))]);
      for (const [one, run] of await playTogether(stage, group)) runs.set(one, run);
    }
    return asked.flatMap((one) => runs.get(one) ?? []);
  };

const targetOf = async (stage: RealStage, asked: Asked): Promise<Target> => {
  const experiment = experiments[asked.condition];
  const subject = stage.newSubject(asked.column.protocol, experiment.orders);
  return { asked, experiment, subject, aim: await aimAt(asked.column, experiment) };
};

/** Those with the same name are played at once; where time is measured, nothing else happens meanwhile. */
export const togetherIn = ({ asked }: Pick<Target, 'asked'>): string => {
  const { blow, lossy, orders } = experiments[asked.condition];
  if (blow) return `${blow.does} ${blow.who.join()} ${blow.forMs ?? ''}`;
  if (lossy) return 'lossy';
  return orders > 1 ? `${asked.condition} ${asked.column.name}` : 'nothing';
};

type Runs = readonly (readonly [Asked, Run])[];

const playTogether = async (stage: RealStage, targets: readonly Target[]): Promise<Runs> => {
  await Promise.all(targets.map(({ subject, experiment }) => stage.prepare(subject, experiment)));
  const [first] = targets;
  const { blow, lossy } = first?.experiment ?? {};
  if (blow) return playStruck(stage, targets, blow);
  const place = async (): Promise<Sight> => {
    await Promise.all(targets.map(({ subject, experiment }) => stage.place(subject, experiment)));
    return stage.rest(targets.map(({ subject }) => subject));
  };
  const atEnd = await (lossy === undefined ? place() : stage.whileLossy(lossy, place));
  return targets.map((target) => [
    target.asked,
    { ...ordersOf(target), atEnd: stage.of(target.subject, atEnd) },
  ]);
};

const playStruck = async (stage: RealStage, targets: readonly Target[], blow: Blow): Promise<Runs> => {
  const subjects = targets.map(({ subject }) => subject);
  const { from, to, atEnd } = await stage.struck(blow, async ({ strike, endIt }) => {
    await reachPoints(stage, targets);
    const begin = Date.now();
    await strike();
    for (const { subject, aim } of targets) if (aim) stage.letSay(subject, aim);
    await placeSeconds(stage, targets);
    await stage.sleep(blow.forMs ?? AWAY_MS);
    const end = Date.now();
    await endIt();
    if ((blow.forMs ?? AWAY_MS) >= LONG_MS) await stage.sleep(AFTERMATH_MS);
    return { from: begin, to: end, atEnd: await stage.rest(subjects) };
  });
  return targets.map((target) => {
    const sight = stage.of(target.subject, atEnd);
    return [target.asked, { ...ordersOf(target), ...seenUnder(blow, { from, to }, sight) }];
  });
};

/** Each order is where it is to be struck, and nothing goes on from there. */
const reachPoints = async (stage: RealStage, targets: readonly Target[]): Promise<void> => {
  for (const { subject, aim } of targets) if (aim) stage.withhold(subject, aim);
  await Promise.all(targets.map(({ subject, experiment }) => stage.place(subject, experiment)));
  await Promise.all(
    targets.map(async ({ asked: { column }, experiment: { blow }, subject, aim }) => {
      if (!blow) return;
      await stage.isDurable(subject, () => reaches(blow.at, column.promise.moments));
      if (aim?.told) await stage.tellOne(subject, aim.told);
    }),
  );
};

const placeSeconds = async (stage: RealStage, targets: readonly Target[]): Promise<void> => {
  const wanted = targets.filter(({ experiment }) => experiment.isLastPiece);
  await Promise.all(wanted.map(({ subject }) => stage.placeSecond(subject)));
};

const ordersOf = ({ subject, experiment }: Target): Pick<Run, 'orders' | 'second'> => ({
  orders: subject.orders.map(({ orderId }) => orderId),
  ...(experiment.isLastPiece && { second: subject.second.orderId }),
});

/** By the clock that is that of the databases, too. */
interface Lasted {
  readonly from: number;
  readonly to: number;
}

const seenUnder = ({ does, who, forMs }: Blow, { from, to }: Lasted, atEnd: Sight): Omit<Run, 'orders'> =>
  forMs === undefined
    ? { absence: { does, who, from }, atEnd, beforeReturn: { at: to, commits: upTo(atEnd, to) } }
    : { absence: { does, who, from, to }, atEnd };

/** A dead service cannot be asked: what was there before it returned is what is dated so. */
const upTo = ({ commits }: Sight, at: number): Sight['commits'] =>
  ofEveryService((name) => commits[name].filter((commit) => commit.at <= at));
