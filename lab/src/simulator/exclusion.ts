// What must be true of every history in which orders exclude each other: what really was taken says so, not what is written of locks.
import { parseStream } from '@saga-lab/platform/decider/streams';
import type { History, StampedEvent } from '../checker/history.ts';

/** What an order takes to have it on hold, and what ends that. What is charged at once is never on hold. */
const takes: readonly string[] = ['UnitsReserved', 'AmountHeld'];
const ends: readonly string[] = ['UnitsReleased', 'UnitsShipped', 'AmountReleased', 'AmountCaptured'];

/** Whoever took from a stock or an account while another order had something of it on hold. */
export const besideEachOther = (history: History): readonly string[] =>
  history.streams.flatMap((stream) => besideIn(stream, history.ofStream(stream)));

const besideIn = (stream: string, events: readonly StampedEvent[]): readonly string[] => {
  const holding = new Set<string>();
  return events.flatMap(({ type, data }) => {
    const { orderId } = data as { readonly orderId: string };
    if (ends.includes(type)) holding.delete(orderId);
    if (!takes.includes(type)) return [];
    const others = [...holding].filter((other) => other !== orderId);
    holding.add(orderId);
    return others.map((other) => `${orderId} takes from ${stream}, which ${other} has on hold.`);
  });
};

/** Locks that somebody still has: once all orders have ended, nobody does. */
export const locksLeft = (history: History): readonly string[] =>
  history.streams
    .filter((stream) => parseStream(stream).category === 'lock')
    .flatMap((stream) => {
      const last = history.ofStream(stream).findLast(({ type }) => type !== 'LockAwaited');
      if (!last || last.type === 'Unlocked') return [];
      return [`${stream} belongs to ${(last.data as { readonly orderId: string }).orderId}.`];
    });
