// Plays one experiment on real parts: all protocols at once, unless each of them has a commit of the coordinator's own to die at.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { Play } from '../cell.ts';
import { coordinator } from '../columns.ts';
import type { Column } from '../columns.ts';
import { AWAY_MS, experiments } from '../conditions.ts';
import type { Blow, Condition, Experiment } from '../conditions.ts';
import { reaches } from '../points.ts';
import type { Run, Sight } from '../run.ts';
import { aimAt } from './aim.ts';
import type { Aim } from './aim.ts';
import type { RealStage, Subject } from './real-stage.ts';

/** The faults that can be made on real parts, where none needs more than to kill a process or to keep messages back. */
export const onRealParts: readonly Condition[] = ['none', 'refusal', 'A', 'B', 'C', 'D', 'H'];

/** So long what a fault leaves behind may take until a timer goes off. */
const AFTERMATH_MS = 20_000;

interface Target {
  readonly column: Column;
  readonly subject: Subject;
  readonly aim?: Aim;
}

export const realPlay =
  (stage: RealStage): Play =>
  async (columns, condition) => {
    const experiment = experiments[condition];
    const targets: Target[] = [];
    for (const column of columns) {
      const aim = experiment.blow && (await aimAt(column, experiment.blow));
      targets.push({ column, subject: stage.newSubject(column.protocol), ...(aim && { aim }) });
    }
    const alone = targets.some(({ aim }) => aim?.diesOver !== undefined);
    const groups = alone ? targets.map((target) => [target]) : [targets];
    const runs: Run[] = [];
    for (const group of groups) runs.push(...(await playTogether(stage, group, experiment)));
    return runs;
  };

const playTogether = async (
  stage: RealStage,
  targets: readonly Target[],
  experiment: Experiment,
): Promise<readonly Run[]> => {
  const { blow } = experiment;
  await Promise.all(targets.map(({ subject }) => stage.prepare(subject, experiment)));
  if (!blow) {
    await Promise.all(targets.map(({ subject }) => stage.placeFirst(subject)));
    return Promise.all(
      targets.map(async ({ subject }) => ({
        ...ordersOf(subject, experiment),
        atEnd: await stage.rest(subject),
      })),
    );
  }
  const lasted = await strike(stage, targets, { experiment, blow });
  await stage.sleep(AFTERMATH_MS);
  return Promise.all(
    targets.map(async ({ subject }) => ({
      ...ordersOf(subject, experiment),
      ...seenUnder(blow, lasted, await stage.rest(subject)),
    })),
  );
};

const ordersOf = (
  { first, second }: Subject,
  { isLastPiece }: Experiment,
): Pick<Run, 'orders' | 'second'> => ({
  orders: [first.orderId],
  ...(isLastPiece && { second: second.orderId }),
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

interface Striking {
  readonly experiment: Experiment;
  readonly blow: Blow;
}

const strike = async (
  stage: RealStage,
  targets: readonly Target[],
  { experiment, blow }: Striking,
): Promise<Lasted> => {
  const [victim = coordinator] = blow.who;
  const aimed = targets.flatMap(({ column, subject, aim }) =>
    aim ? [{ subject, aim, isReached: () => reaches(blow.at, column.promise.moments) }] : [],
  );
  for (const each of aimed) stage.aim(each);
  await Promise.all(targets.map(({ subject }) => stage.placeFirst(subject)));
  await Promise.all(aimed.map(stage.hits));
  const from = Date.now();
  if (blow.does === 'kill') await stage.kill(victim);
  if (experiment.isLastPiece) await Promise.all(targets.map(({ subject }) => stage.placeSecond(subject)));
  await stage.sleep(blow.forMs ?? AWAY_MS);
  const to = Date.now();
  for (const each of aimed) stage.letGo(each);
  if (blow.does === 'kill') await stage.start(victim);
  return { from, to };
};
