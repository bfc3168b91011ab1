// Steps through a history with the arrow keys: each step is one Lamport value.
import type { Paint } from '../../../show/paint.ts';
import type { Moment } from '../../../time-travel/cut.ts';
import { lookAt } from '../look.ts';
import type { Look } from '../look.ts';
import type { Subject } from '../subject.ts';
import { frameOf } from './frame.ts';
import type { Move } from './keys.ts';
import { moveOf } from './keys.ts';
import type { Terminal } from './terminal.ts';

/** Where one is: the look at a moment, and how far its picture is scrolled. */
export interface Place {
  readonly look: Look;
  readonly scroll: number;
}

export const beginAt = (subject: Subject, moment: Moment): Place => ({
  look: lookAt(subject, moment),
  scroll: 0,
});

const SCROLL_BY = 3;

/** At either end a step further stays there. */
export const moved = (place: Place, move: Exclude<Move, 'quit'>): Place => {
  const { look, scroll } = place;
  const { first, last } = look.subject.span;
  const to = (lamport: number | undefined): Place =>
    lamport === undefined ? place : beginAt(look.subject, { lamport });
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
      return { look, scroll: scroll - SCROLL_BY };
    case 'down':
      return { look, scroll: scroll + SCROLL_BY };
  }
};

/** Resolves with the place where one left. */
export const stepThrough = (begin: Place, terminal: Terminal, paint: Paint): Promise<Place> =>
  new Promise((leave) => {
    let place = begin;
    const draw = (): void => {
      terminal.draw(frameOf(place.look, { ...terminal.size(), paint, scroll: place.scroll }));
    };
    terminal.onResize(draw);
    terminal.onKey((key) => {
      const move = moveOf(key);
      if (move === undefined) return;
      if (move === 'quit') {
        leave(place);
        return;
      }
      place = moved(place, move);
      draw();
    });
    draw();
  });
