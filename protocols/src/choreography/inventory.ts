// Inventory under choreography: it reserves what it hears to be placed, and ships or gives back by how the order ends.
import type { Setting, Timing } from '../protocol.ts';
import { holder } from './holder.ts';

export const inventory = (setting: Setting, timing: Timing) =>
  holder({ hears: 'OrderPlaced', says: 'StockReserved', refuses: 'StockInsufficient' }, setting, timing);
