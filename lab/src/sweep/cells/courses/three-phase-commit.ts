// How each message of three-phase commit comes about: most of it as in two-phase commit; the rest needs somebody who loses patience.
// What is kept back then is the commit alone: once all have pre-committed, nobody who is taken for dead can decide otherwise.
import { inventory, keptBack, late, order, payment } from '../course.ts';
import type { Course, Courses, Held } from '../course.ts';
import { voting } from './two-phase-commit.ts';

const commits: readonly Held[] = [order, inventory, payment].map((at) => [at, 'Commit']);

/** The first one hears that all have voted yes when it has taken the coordinator for dead, which goes on. */
const suspicious = (who: Held[0], asked: Held[0]): Course =>
  late({ holds: [[who, 'PreCommit'], ...commits, [asked, 'StateAsk']], untilThereIs: [asked, 'StateAsk'] });

const leading =
  'in the place of a coordinator, the first in rank leads who is left: whoever is killed here returns, so that this is the order service';

export const threePhaseCommit: Courses = {
  special: [
    ...voting.special,
    ['sent inventory-service AskOutcome', late(keptBack([inventory, 'Commit']))],
    ['sent payment-service AskOutcome', late(keptBack([payment, 'Commit']))],
    ['sent order-service AskOutcome', late(keptBack([order, 'Commit']))],
    ['delivery saga-orchestrator AskOutcome', late(keptBack([inventory, 'Commit']))],
    [
      'delivery order-service AskOutcome',
      late({ holds: [[inventory, 'Commit']], then: { commitsAt: inventory } }),
    ],
    [
      'delivery inventory-service AskOutcome',
      late({ holds: [[payment, 'Commit']], then: { commitsAt: payment } }),
    ],
    [
      'delivery payment-service AskOutcome',
      late({ holds: [[inventory, 'Commit']], then: { commitsAt: inventory } }),
    ],
    ['timer order-service Patience', late(keptBack([order, 'Commit']))],
    ['timer inventory-service Patience', late(keptBack([inventory, 'Commit']))],
    ['timer payment-service Patience', late(keptBack([payment, 'Commit']))],
    ['timer saga-orchestrator AckBy', keptBack([payment, 'PreCommit'])],
    ['sent order-service StateAsk', late(keptBack([order, 'Commit']))],
    ['sent payment-service StateAsk', late(keptBack([payment, 'Commit']))],
    ['delivery inventory-service StateAsk', late(keptBack([payment, 'Commit']))],
    ['* * StateAsk', late(keptBack([inventory, 'Commit']))],
    ['* * StateIs', late(keptBack(...commits))],
    ['sent order-service PreCommit', late(keptBack([payment, 'PreCommit'], ...commits))],
    ['sent payment-service TakenForDead', suspicious(payment, inventory)],
    ['sent order-service TakenForDead', suspicious(order, payment)],
    ['* * TakenForDead', suspicious(inventory, payment)],
  ],
  eventless: ['delivery * Quote', 'delivery * AskOutcome', 'delivery * StateAsk'],
  never: [
    ['sent inventory-service PreCommit', leading],
    ['sent payment-service PreCommit', leading],
    [
      'delivery order-service Acked',
      "it answers a leader's request to pre-commit, which comes to somebody who has not heard the coordinator's: that one is kept back",
    ],
    ['delivery inventory-service Acked', leading],
    ['delivery payment-service Acked', leading],
  ],
};
