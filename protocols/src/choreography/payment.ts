// Payment under choreography: it charges as soon as it hears that pieces are reserved, and pays back if the order is rejected.
import type { Setting, Timing } from '../protocol.ts';
import { holder } from './holder.ts';

export const payment = (setting: Setting, timing: Timing) =>
  holder({ hears: 'StockReserved', says: 'PaymentCharged', refuses: 'PaymentDeclined' }, setting, timing);
