// Steps through a history with the arrow keys: each step is one Lamport value.
import type { Paint } from '../../../show/paint.ts';
import type { Moment } from '../../../time-travel/cut.ts';
import type { AnyLook } from '../../../time-travel/look.ts';
import type { Watched } from '../watched.ts';
import { frameOf } from './frame.ts';
import type { Move } from './keys.ts';
import { moveOf } from './keys.ts';
import type { Terminal } from './terminal.ts';

type Looking = Pick<Watched, 'span' | 'at'>;

/** Where one is: the look at a moment, and how far its picture is scrolled. */
export interface Place {
  readonly one: Looking;
  readonly look: AnyLook;
  readonly scroll: number;
}

export const beginAt = async (one: Looking, moment: Moment): Promise<Place> => ({
  one,
  look: await one.at(moment),
  scroll: 0,
});

const SCROLL_BY = 3;

/** At either end a step further stays there. */
export const moved = async (place: Place, move: Exclude<Move, 'quit'>): Promise<Place> => {
  const { one, look, scroll } = place;
  const { first, last } = one.span;
  const to = async (lamport: number | undefined): Promise<Place> =>
    lamport === undefined ? place : beginAt(one, { lamport });
  switch (move) {
    case 'forward':
      return to(look.next);
    case 'back':
      return to(look.previous);
    case 'first':
      return to(first.lamport);
    case 'last':
      return to(last.lamport);
    case 'up':
      return { ...place, scroll: scroll - SCROLL_BY };
    case 'down':
      return { ...place, scroll: scroll + SCROLL_BY };
  }
};

/** Resolves with the place where one left; rejects when a moment could not be read. */
export const stepThrough = (begin: Place, terminal: Terminal, paint: Paint): Promise<Place> =>
  new Promise((leave, fail) => {
    let place = begin;
    /** Keys are followed one after the other, however fast they come. */
    let moving = Promise.resolve();
    const draw = (): void => {
      terminal.draw(frameOf(place.look, { ...terminal.size(), paint, scroll: place.scroll }));
    };
    const follow = async (move: Move): Promise<void> => {
      if (move === 'quit') {
        leave(place);
        return;
      }
      place = await moved(place, move);
      draw();
    };
    terminal.onResize(draw);
    terminal.onKey((key) => {
      const move = moveOf(key);
      if (move !== undefined) moving = moving.then(() => follow(move)).catch(fail);
    });
    draw();
  });
