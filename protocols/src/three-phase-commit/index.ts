// Three-phase commit with the termination protocol: those who are left end it, as long as nobody is taken for dead who is alive.
import type { Protocol } from '../protocol.ts';
import { coordinator } from './coordinator.ts';
import { messages } from './messages.ts';
import { cancelling, participant, placed } from './participant.ts';
import { promise } from './promise.ts';
import { signs } from './signs.ts';

export const threePhaseCommit = {
  name: '3pc',
  messages,
  opening: '3pc.OrderPlaced',
  coordinator,
  participant,
  inDoubt: ['PREPARED', 'PRECOMMITTED', 'TERMINATING', 'LEADING'],
  ended: ['COMMITTED', 'ABORTED'],
  placed,
  cancelling,
  promise,
  signs,
} satisfies Protocol;
