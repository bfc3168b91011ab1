// Real services over RabbitMQ and MongoDB on which orders are placed under several protocols at once.
import { ofEveryService } from '@saga-lab/contracts/services';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@saga-lab/platform/time/eventually';
import { byCause } from '../../checker/cause.ts';
import { historyOf } from '../../checker/history.ts';
import { takenIn } from '../../checker/receivers.ts';
import { commitsOfSaga } from '../../client/documents.ts';
import type { CommitsByService } from '../../client/documents.ts';
import { lab } from '../../client/lab.ts';
import { holdsOf } from '../../figures/holds.ts';
import { patientAsk } from '../../sweep/run/patient-client.ts';
import type { SweepSystem } from '../../sweep/run/sweep-system.ts';
import type { Experiment } from '../conditions.ts';
import type { Reaches } from '../points.ts';
import { isAllSent } from '../run.ts';
import type { Sight } from '../run.ts';
import { blows } from './blows.ts';
import { newSubjects } from './subject.ts';
import type { Subject } from './subject.ts';
import { withholding } from './withholding.ts';

const PRICE = 2_500;
const RICH = 1_000_000;
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 100;
/** What is left on its way then goes to somebody who is away, or is lost. */
const ARRIVES_WITHIN_MS = 5_000;

export type RealStage = ReturnType<typeof realStage>;

export const realStage = ({ system, folder }: SweepSystem) => {
  const access = { urls: system.urls(), adminToken: system.adminToken };
  const visitor = lab(access, patientAsk(access));
  const say = withholding(folder);

  const place = (subject: Subject, { customer, key }: Subject['second']): Promise<string> =>
    visitor.placeOrder(
      { customerId: customer, protocol: subject.protocol, lines: [{ sku: subject.sku, quantity: 1 }] },
      key,
    );

  const isKnown = (orderId: string): Promise<void> =>
    eventually(
      async () => {
        if ((await visitor.findOrder(orderId))?.status === 'PENDING') throw new Error(`${orderId} is open`);
      },
      { timeoutMs: PATIENCE_MS },
    );

  return {
    newSubject: newSubjects(String(process.pid)),
    prepare: async ({ sku, customer, second }: Subject, experiment: Experiment): Promise<void> => {
      const { isPoor, isLastPiece, orders } = experiment;
      await Promise.all([
        visitor.putStock(sku, isLastPiece ? 1 : orders, PRICE),
        visitor.putAccount(customer, isPoor ? 0 : RICH),
        visitor.putAccount(second.customer, RICH),
      ]);
    },
    place: async (subject: Subject, { isInTurn }: Experiment): Promise<void> => {
      const { orders } = subject;
      if (!isInTurn) await Promise.all(orders.map((order) => place(subject, order)));
      else for (const order of orders) await isKnown(await place(subject, order));
    },
    /** The same piece. */
    placeSecond: (subject: Subject) => place(subject, subject.second),
    ...say,
    /** Resolves when the commit is durable at which it is struck. `isReached`: is told the whole history each time. */
    isDurable: async ({ orders, protocol }: Subject, isReached: () => Reaches): Promise<void> => {
      const [first = { orderId: '' }] = orders;
      await eventually(
        async () => {
          const { all } = historyOf(commitsOfSaga(await visitor.commits(), first.orderId));
          if (!all.toSorted(byCause).some(isReached()))
            throw new Error(`it is not reached under ${protocol}`);
        },
        { timeoutMs: PATIENCE_MS, everyMs: LOOK_EVERY_MS },
      );
    },
    /** Lets the first of them hear it, and resolves when that one has. */
    tellOne: async (subject: Subject, told: Parameters<typeof say.letOneHear>[1]): Promise<void> => {
      say.letOneHear(subject, told);
      await eventually(async () => {
        const { [told.first]: commits } = await visitor.commits();
        const [order] = subject.orders;
        if (!commits.some(({ input }) => input.type === told.type && input.sagaId === order?.orderId))
          throw new Error(`${told.first} has not been told ${told.type} under ${subject.protocol}`);
      });
    },
    ...blows(system),
    sleep,
    /** Until of these nothing is held, nothing is left to send and all has arrived, or patience is over. */
    rest: async (subjects: readonly Subject[]): Promise<Sight> => {
      let until = Date.now() + PATIENCE_MS;
      for (;;) {
        const all = await visitor.commits();
        const each = subjects.map((subject) => ({ subject, commits: about(subject, all) }));
        const isOver = each.every(isAtRest);
        if (isOver) until = Math.min(until, Date.now() + ARRIVES_WITHIN_MS);
        if ((isOver && each.every(hasArrived)) || Date.now() > until) return { commits: all, at: Date.now() };
        await sleep(LOOK_EVERY_MS);
      }
    },
    /** What of it is about this one. */
    of: (subject: Subject, { commits, at }: Sight): Sight => ({ commits: about(subject, commits), at }),
  };
};

const about = ({ sku, customer, orders, second }: Subject, all: CommitsByService): CommitsByService => {
  const named = [sku, customer, second.customer, second.orderId, ...orders.map(({ orderId }) => orderId)];
  const wanted = new Set(named);
  return ofEveryService((name) => all[name].filter(({ correlationId }) => wanted.has(correlationId)));
};

interface Looked {
  readonly subject: Subject;
  readonly commits: CommitsByService;
}

const isAtRest = ({ subject: { orders, second }, commits }: Looked): boolean => {
  const history = historyOf(commits);
  const all = [...orders, second].map(({ orderId }) => holdsOf(history, orderId));
  return (
    all.slice(0, orders.length).every((holds) => holds.length > 0) &&
    all.flat().every(({ end }) => end !== undefined) &&
    history.all.every(({ commit }) => isAllSent(commit))
  );
};

/** Every message has its commit at each of its receivers. */
const hasArrived = ({ commits }: Looked): boolean => {
  const history = historyOf(commits);
  const messages = history.all.flatMap(({ commit }) => commit.outbox);
  return messages.filter(({ notBefore }) => notBefore === undefined).every(takenIn(history));
};
