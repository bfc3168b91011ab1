// Two-phase commit with presumed abort: everybody votes, one decides, and whoever has voted yes waits for that.
import type { Protocol } from '../protocol.ts';
import { coordinator } from './coordinator.ts';
import { messages } from './messages.ts';
import { cancelling, participant, placed } from './participant.ts';
import { promise } from './promise.ts';
import { signs } from './signs.ts';

export const twoPhaseCommit = {
  name: '2pc',
  messages,
  opening: '2pc.OrderPlaced',
  coordinator,
  participant,
  inDoubt: ['PREPARED'],
  ended: ['COMMITTED', 'ABORTED'],
  placed,
  cancelling,
  promise,
  signs,
} satisfies Protocol;
