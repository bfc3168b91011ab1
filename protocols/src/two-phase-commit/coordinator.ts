// The coordinator of two-phase commit with presumed abort: it asks for votes, decides, and tells the outcome until all have done it.
// Source: P. Bernstein, V. Hadzilacos, N. Goodman, Concurrency Control and Recovery in Database Systems, 1987, section 7.4;
// presumed abort: C. Mohan, B. Lindsay, R. Obermarck, ACM TODS 11(4), 1986.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import { atOf } from '../lateness.ts';
import type { Timing } from '../protocol.ts';
import { partOf } from '../role.ts';
import { evolveCoordination } from '../voting/coordination.ts';
import type { Coordination, CoordinationNote } from '../voting/coordination.ts';
import { isUndecided, react } from '../voting/coordinator.ts';
import type { ToCoordinator } from '../voting/coordinator.ts';
import { decideCommit, isNextRepeat } from '../voting/delivery.ts';
import { messages } from './messages.ts';

export const coordinator = (timing: Timing): DeciderPart =>
  partOf<Coordination, ToCoordinator, CoordinationNote>(
    { name: '2pc', messages },
    {
      messages: [
        ...['OrderPlaced', 'RequestCancellation', 'AskOutcome', 'AbortByHand'],
        ...['Quoted', 'QuoteRefused', 'VotedYes', 'VotedNo', 'Done'],
      ],
      timers: ['VoteBy', 'RepeatOutcome'],
      react: (state, message) => {
        const at = atOf(timing, message);
        return react(state, message, { at, allYes: (terms) => decideCommit(terms, at) });
      },
      evolve: evolveCoordination,
      wants,
    },
  );

const wants = (state: Coordination | undefined, timer: ToCoordinator): boolean =>
  timer.type === 'VoteBy' ? isUndecided(state) : isNextRepeat(state, timer);
