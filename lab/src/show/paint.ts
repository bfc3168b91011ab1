// Colour in a terminal: it repeats what shapes say already, so leaving it out loses nothing.
import pc from 'picocolors';
import type { Token } from './palette.ts';

export type Paint = (token: Token | 'heading', text: string) => string;

/** With `colour` false, text comes back as it is. */
export const painter = (colour: boolean): Paint => {
  const colours = pc.createColors(colour);
  const of: Record<Token | 'heading', (text: string) => string> = {
    command: colours.cyan,
    event: colours.yellow,
    ok: colours.green,
    compensation: colours.magenta,
    fail: colours.red,
    wait: colours.gray,
    heading: colours.bold,
  };
  return (token, text) => of[token](text);
};

/** Colour is for people at a terminal who have not said NO_COLOR (https://no-color.org). */
export const wantsColour = (stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
