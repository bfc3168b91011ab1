// How far a long command is: a bar on a terminal, a line now and then elsewhere.
const WIDTH = 24;
const FRAME_MS = 250;
/** Not on a terminal, so that a log stays short. */
const LINE_MS = 15_000;

export interface HowFar {
  /** Between 0 and 1; left out where the end is not known. */
  readonly share?: number;
  readonly text: string;
}

export interface ProgressBar {
  readonly stop: () => void;
}

/** Shows what `look` says until it is stopped. */
export const progressBar = (stream: NodeJS.WriteStream, look: () => HowFar): ProgressBar => {
  const isTerminal = stream.isTTY;
  const show = () => {
    const line = barLine(look());
    stream.write(isTerminal ? `\r${line.slice(0, stream.columns - 1)}\u001b[K` : `${line}\n`);
  };
  const timer = setInterval(show, isTerminal ? FRAME_MS : LINE_MS);
  show();
  return {
    stop: () => {
      clearInterval(timer);
      if (isTerminal) stream.write('\r\u001b[K');
    },
  };
};

export const barLine = ({ share, text }: HowFar): string => {
  if (share === undefined) return text;
  const full = Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${text}`;
};

/** `3:07`, or `2:03:07` from an hour on. */
export const clockTime = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};
