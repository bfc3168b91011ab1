// Real services over RabbitMQ and MongoDB on which orders are placed under several protocols at once.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@saga-lab/platform/time/eventually';
import { byCause } from '../../checker/cause.ts';
import { historyOf } from '../../checker/history.ts';
import { takenIn } from '../../checker/receivers.ts';
import { commitsOfSaga } from '../../client/documents.ts';
import type { CommitsByService } from '../../client/documents.ts';
import { lab } from '../../client/lab.ts';
import { holdsOf } from '../../figures/holds.ts';
import { deathsFor, wasHeld } from '../../sweep/plan.ts';
import { namesOf } from '../../sweep/run/names.ts';
import type { CellNames } from '../../sweep/run/names.ts';
import { patientAsk } from '../../sweep/run/patient-client.ts';
import { plansIn } from '../../sweep/run/plans.ts';
import type { SweepSystem } from '../../sweep/run/sweep-system.ts';
import type { Experiment } from '../conditions.ts';
import type { Reaches } from '../points.ts';
import { isAllSent } from '../run.ts';
import type { Sight } from '../run.ts';
import type { Aim } from './aim.ts';

const PRICE = 2_500;
const RICH = 1_000_000;
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 100;
/** What is left on its way then goes to somebody who is away. */
const ARRIVES_WITHIN_MS = 5_000;

/** One order under one protocol, and the customer who comes second. */
export interface Subject {
  readonly protocol: string;
  readonly first: CellNames;
  readonly second: CellNames;
}

/** What is about to happen to one order. */
export interface Aimed {
  readonly subject: Subject;
  readonly aim: Aim;
  /** A new one each time: it is told the whole history again. */
  readonly isReached: () => Reaches;
}

export type RealStage = ReturnType<typeof realStage>;

export const realStage = ({ system, folder }: SweepSystem) => {
  const access = { urls: system.urls(), adminToken: system.adminToken };
  const visitor = lab(access, patientAsk(access));
  const plans = plansIn(folder);
  const run = String(process.pid);
  let subjects = 0;

  const commitsAbout = async ({ first, second }: Subject): Promise<CommitsByService> => {
    const about = [first.orderId, second.orderId, first.customer, second.customer, first.sku];
    const read = await Promise.all(about.map(visitor.commitsOf));
    return ofEveryService((name) => read.flatMap((commits) => commits[name]));
  };

  const place = (protocol: string, { customer, key }: CellNames, sku: string) =>
    visitor.placeOrder({ customerId: customer, protocol, lines: [{ sku, quantity: 1 }] }, key);

  const isDurable = async (subject: Subject, isReached: () => Reaches): Promise<void> => {
    await eventually(
      async () => {
        const { all } = historyOf(commitsOfSaga(await commitsAbout(subject), subject.first.orderId));
        if (!all.toSorted(byCause).some(isReached()))
          throw new Error(`it is not reached under ${subject.protocol}`);
      },
      { timeoutMs: PATIENCE_MS },
    );
  };

  /** What comes before is done: from here on, nothing of these types is taken in. */
  const isOnItsWay = async (
    { victim, holds }: Aim,
    { at, type }: NonNullable<Aim['until']>,
    { first }: Subject,
  ): Promise<void> => {
    const message = { type, subject: first.orderId };
    await eventually(
      () => {
        if (!wasHeld(folder, at, message)) throw new Error(`no ${type} comes to ${at}`);
      },
      { timeoutMs: PATIENCE_MS },
    );
    for (const held of holds) plans.hold(victim, { type: held, subject: first.orderId });
    plans.release(at, message);
  };

  const hasDied = async (victim: ServiceName, { protocol, first }: Subject): Promise<void> => {
    await eventually(
      () => {
        if (deathsFor(folder, victim, first.orderId).length === 0)
          throw new Error(`${victim} has not died under ${protocol}`);
      },
      { timeoutMs: PATIENCE_MS },
    );
  };

  return {
    newSubject: (protocol: string): Subject => {
      subjects += 2;
      return { protocol, first: namesOf(run, subjects), second: namesOf(run, subjects + 1) };
    },
    prepare: async ({ first, second }: Subject, { isPoor }: Experiment): Promise<void> => {
      await Promise.all([
        visitor.putStock(first.sku, 1, PRICE),
        visitor.putAccount(first.customer, isPoor ? 0 : RICH),
        visitor.putAccount(second.customer, RICH),
      ]);
    },
    placeFirst: ({ protocol, first }: Subject) => place(protocol, first, first.sku),
    /** The same piece. */
    placeSecond: ({ protocol, first, second }: Subject) => place(protocol, second, first.sku),
    /** Before the order is placed. */
    aim: ({ aim: { victim, holds, until, diesOver }, subject }: Aimed): void => {
      const { orderId } = subject.first;
      if (until) plans.hold(until.at, { type: until.type, subject: orderId });
      else for (const type of holds) plans.hold(victim, { type, subject: orderId });
      if (diesOver !== undefined)
        plans.arm(victim, { cell: orderId, type: diesOver, subject: orderId, deaths: ['before-publish'] });
    },
    /** Resolves when the commit is durable at which it is struck; where it dies by itself, when it has. */
    hits: async ({ aim, subject, isReached }: Aimed): Promise<void> => {
      if (aim.diesOver !== undefined) return hasDied(aim.victim, subject);
      if (aim.until) await isOnItsWay(aim, aim.until, subject);
      return isDurable(subject, isReached);
    },
    letGo: ({ aim: { victim, holds, diesOver }, subject }: Aimed): void => {
      for (const type of holds) plans.release(victim, { type, subject: subject.first.orderId });
      if (diesOver !== undefined) plans.disarm(victim);
    },
    kill: (service: ServiceName) => system.kill(service),
    start: (service: ServiceName) => system.start(service),
    sleep,
    /** Until nothing is held, nothing is left to send and all has arrived, or patience is over. */
    rest: async (subject: Subject): Promise<Sight> => {
      let until = Date.now() + PATIENCE_MS;
      for (;;) {
        const commits = await commitsAbout(subject);
        const isOver = isAtRest(commits, subject);
        if (isOver) until = Math.min(until, Date.now() + ARRIVES_WITHIN_MS);
        if ((isOver && hasArrived(commits)) || Date.now() > until) return { commits, at: Date.now() };
        await sleep(LOOK_EVERY_MS);
      }
    },
  };
};

const isAtRest = (commits: CommitsByService, { first, second }: Subject): boolean => {
  const history = historyOf(commits);
  const holds = [first, second].flatMap(({ orderId }) => holdsOf(history, orderId));
  return (
    holds.length > 0 &&
    holds.every(({ end }) => end !== undefined) &&
    history.all.every(({ commit }) => isAllSent(commit))
  );
};

/** Every message has its commit at each of its receivers. */
const hasArrived = (commits: CommitsByService): boolean => {
  const history = historyOf(commits);
  const messages = history.all.flatMap(({ commit }) => commit.outbox);
  return messages.filter(({ notBefore }) => notBefore === undefined).every(takenIn(history));
};
