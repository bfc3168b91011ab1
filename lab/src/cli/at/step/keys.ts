// What the keys do while one steps through a history.

export type Move = 'forward' | 'back' | 'first' | 'last' | 'up' | 'down' | 'quit';

/** A key as Node's readline names it. */
export interface Key {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
}

const moves: Readonly<Record<string, Move>> = {
  right: 'forward',
  space: 'forward',
  n: 'forward',
  l: 'forward',
  left: 'back',
  backspace: 'back',
  p: 'back',
  h: 'back',
  home: 'first',
  g: 'first',
  end: 'last',
  e: 'last',
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  q: 'quit',
  escape: 'quit',
};

/** `undefined` for a key that does nothing. */
export const moveOf = ({ name = '', ctrl = false }: Key): Move | undefined => {
  if (ctrl) return name === 'c' || name === 'd' ? 'quit' : undefined;
  return Object.hasOwn(moves, name) ? moves[name] : undefined;
};

export const help = 'left/right: a step   home/end: first, last   up/down: scroll   q: leave';
