// A terminal that is drawn on as a whole, and given back as it was however the command ends.
import { emitKeypressEvents } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Key } from './keys.ts';

export interface Terminal {
  readonly size: () => { readonly rows: number; readonly columns: number };
  readonly draw: (lines: readonly string[]) => void;
  readonly onKey: (pressed: (key: Key) => void) => void;
  readonly onResize: (resized: () => void) => void;
  /** May be called again; then it does nothing. */
  readonly giveBack: () => void;
}

export interface Streams {
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

/** The other screen, no cursor, and lines that end at the edge. */
const TAKE = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const GIVE_BACK = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';

/** @throws ExitError 64 where there is no terminal. */
export const takeTerminal = ({ input, output, env }: Streams): Terminal => {
  if (!input.isTTY || !output.isTTY || env.TERM === 'dumb')
    throw new ExitError(
      exitCodes.usage,
      '--step needs a terminal with keys and a screen, and here is none. Without --step the moment is printed.',
    );
  let isTaken = true;
  const giveBack = (): void => {
    if (!isTaken) return;
    isTaken = false;
    process.removeListener('exit', giveBack);
    output.write(GIVE_BACK);
    input.setRawMode(false);
    input.pause();
  };
  process.once('exit', giveBack);
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.resume();
  output.write(TAKE);
  return {
    size: () => ({ rows: output.rows, columns: output.columns }),
    draw: (lines) => {
      if (isTaken)
        output.write(`${HOME}${lines.map((line) => `${line}${REST_OF_LINE}`).join('\r\n')}${REST_OF_SCREEN}`);
    },
    onKey: (pressed) => {
      input.on('keypress', (_text: unknown, key: Key) => {
        pressed(key);
      });
    },
    onResize: (resized) => {
      output.on('resize', resized);
    },
    giveBack,
  };
};
