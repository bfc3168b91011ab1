// TCC, Try-Confirm-Cancel: everybody holds first, one after the other; then all confirm, or all cancel what they hold.
import type { Protocol } from '../protocol.ts';
import { coordinator } from './coordinator.ts';
import { cancelling, placed } from './doubt.ts';
import { messages } from './messages.ts';
import { participant } from './participant.ts';
import { promise } from './promise.ts';
import { signs } from './signs.ts';

export const tcc = {
  name: 'tcc',
  messages,
  opening: 'tcc.OrderPlaced',
  coordinator,
  participant,
  inDoubt: ['TRIED'],
  ended: ['CONFIRMED', 'CANCELLED'],
  placed,
  cancelling,
  promise,
  signs,
} satisfies Protocol;
