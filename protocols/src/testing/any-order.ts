// Any order in which messages can arrive, repeats and one loss among it, and timers that go off whenever they like.
import fc from 'fast-check';
import type { Pump } from './pump.ts';

interface Move {
  readonly kind: 'deliver' | 'repeat' | 'lose' | 'fire' | 'cancel';
  /** Which of those that there are, counted round and round. */
  readonly which: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('deliver' as const) },
    { weight: 2, arbitrary: fc.constant('repeat' as const) },
    { weight: 2, arbitrary: fc.constant('fire' as const) },
    { weight: 1, arbitrary: fc.constantFrom('lose' as const, 'cancel' as const) },
  ),
  which: fc.nat(11),
});

export const anyOrder: fc.Arbitrary<readonly Move[]> = fc.array(move, { maxLength: 40 });

/** The same with timers that go off only when they are due. */
export const anyOrderInTime: fc.Arbitrary<readonly Move[]> = anyOrder.map((moves) =>
  moves.filter(({ kind }) => kind !== 'fire'),
);

/** One message is lost, four are repeated, and the customer wants to cancel once, at most: then it ends. */
export const play = (system: Pump, moves: readonly Move[]): void => {
  const left = { lose: 1, repeat: 4, cancel: 1, deliver: Infinity, fire: Infinity };
  for (const { kind, which } of moves) {
    if (left[kind]-- <= 0) continue;
    const among = kind === 'fire' ? system.timers : system.underWay;
    if (kind === 'cancel') system.cancel();
    else if (among.length > 0) system[kind](which % among.length);
  }
};
