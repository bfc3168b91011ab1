// Marks in a page: a shape of its own for each state, colour beside it, and a sentence as its accessible name.
import type { Token } from '../show/palette.ts';
import type { Markup } from './markup.ts';
import { markup } from './markup.ts';

/** `none`: there is nothing to judge. */
export type State = 'holds' | 'open' | 'violated' | 'none';

const shapes: Readonly<Record<State, { readonly token: Token; readonly path: string }>> = {
  holds: { token: 'ok', path: 'M2.5 8.5 6.5 12.5 13.5 3.5' },
  open: { token: 'wait', path: 'M2 9.5C4 5.5 6 5.5 8 8s4 2.5 6-1.5' },
  violated: { token: 'fail', path: 'M3 3 13 13M13 3 3 13' },
  none: { token: 'wait', path: 'M5.5 8h5' },
};

/** @param sentence what the mark says, for who points at it and for who does not see it. */
export const mark = (state: State, sentence: string): Markup => {
  const { token, path } = shapes[state];
  return markup`<svg class="mark ${token}" viewBox="0 0 16 16" role="img" aria-label="${sentence}"><title>${sentence}</title><path d="${path}"/></svg>`;
};
