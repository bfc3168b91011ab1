// The smallest thing that can be held: pieces on one shelf, at one price. For tests of roles, in the place of a service's own.
import type { NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Resource } from '@saga-lab/platform/decider/resource';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import type { Setting } from '../protocol.ts';
import { wantedOf } from '../terms.ts';
import type { Terms, Wanted } from '../terms.ts';

export interface Shelf {
  readonly free: number;
  readonly price: number;
}

/** What is on hold for one order. */
export type Piece = 'HELD' | 'CONFIRMED' | 'RELEASED';

export type FakeEvent =
  | NewEvent<'ShelfFilled', Shelf>
  | NewEvent<'PieceTaken' | 'PieceReturned', { readonly orderId: string }>
  | NewEvent<'Held' | 'Confirmed', { readonly orderId: string }>
  | NewEvent<'Released', { readonly orderId: string; readonly reason: string }>;

type State = Shelf | Piece;

/** All orders take from it. */
export const shelfStream = streamOf('shelf', 'one');
export const pieceStream = (orderId: string): string => streamOf('piece', orderId);

/** An order wants one piece, whatever its lines say. */
const fakeResource: Resource<State, FakeEvent, Wanted, Terms> = {
  home: pieceStream,
  streams: ({ orderId }) => [shelfStream, pieceStream(orderId)],
  quote: (states, wanted) => {
    const { free, price } = shelfIn(states);
    if (free < 1) return { ok: false, reason: 'OUT_OF_STOCK' };
    const lines = wanted.lines.map(({ sku, quantity }) => ({ sku, quantity, unitPrice: price }));
    return { ok: true, terms: { ...wantedOf(wanted), lines, amount: price } };
  },
  hold: (states, { orderId, amount }) => {
    const { free, price } = shelfIn(states);
    if (states[pieceStream(orderId)] !== undefined) throw new Error(`${orderId} has held something before`);
    if (free < 1) return { ok: false, reason: 'OUT_OF_STOCK' };
    if (price !== amount) return { ok: false, reason: 'PRICE_CHANGED' };
    return { ok: true, events: [about('Held', orderId), taken('PieceTaken', orderId)] };
  },
  confirm: (states, { orderId }) => {
    if (states[pieceStream(orderId)] !== 'HELD') throw new Error(`nothing is held for ${orderId}`);
    return [about('Confirmed', orderId)];
  },
  release: (states, { wanted: { orderId }, reason }) =>
    states[pieceStream(orderId)] === 'HELD'
      ? [
          { stream: pieceStream(orderId), type: 'Released', data: { orderId, reason } },
          taken('PieceReturned', orderId),
        ]
      : [],
};

const shelfIn = (states: States<State>): Shelf => {
  const shelf = states[shelfStream];
  if (typeof shelf !== 'object') throw new Error('there is no shelf');
  return shelf;
};

const about = (type: 'Held' | 'Confirmed', orderId: string): FakeEvent => ({
  stream: pieceStream(orderId),
  type,
  data: { orderId },
});

const taken = (type: 'PieceTaken' | 'PieceReturned', orderId: string): FakeEvent => ({
  stream: shelfStream,
  type,
  data: { orderId },
});

const evolveShelf = (shelf: Shelf | undefined, event: FakeEvent): Shelf => {
  if (event.type === 'ShelfFilled') return event.data;
  const { free, price } = shelf ?? { free: 0, price: 0 };
  return { free: event.type === 'PieceTaken' ? free - 1 : free + 1, price };
};

const evolvePiece = (_piece: Piece | undefined, { type }: FakeEvent): Piece => {
  switch (type) {
    case 'Held':
      return 'HELD';
    case 'Confirmed':
      return 'CONFIRMED';
    case 'Released':
      return 'RELEASED';
    case 'ShelfFilled':
    case 'PieceTaken':
    case 'PieceReturned':
      throw new Error(`${type} is about the shelf`);
    default:
      return unexpected(type);
  }
};

/** What a shelf has seen before a test begins. */
export const shelfWith = (free: number, price: number): FakeEvent => ({
  stream: shelfStream,
  type: 'ShelfFilled',
  data: { free, price },
});

export const heldFor = (orderId: string): readonly FakeEvent[] => [
  about('Held', orderId),
  taken('PieceTaken', orderId),
];

export const fakeSetting = (self: Setting['self']): Setting<State, FakeEvent> => ({
  self,
  resource: fakeResource,
  streamFolds: { shelf: evolveShelf, piece: evolvePiece },
});
