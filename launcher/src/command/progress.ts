// What the commands say while they work: on stderr, with a moving sign on a terminal, in plain lines elsewhere.
const FRAMES = ['-', '\\', '|', '/'];
const FRAME_MS = 120;

export interface Progress {
  readonly say: (line: string) => void;
  /** Shows that something is going on until it is settled. */
  readonly during: <T>(what: string, work: Promise<T>) => Promise<T>;
}

export const progressOn = (stream: NodeJS.WriteStream): Progress =>
  stream.isTTY ? moving(stream) : { say: lines(stream), during: announcing(lines(stream)) };

const lines = (stream: NodeJS.WriteStream) => (line: string) => {
  stream.write(`${line}\n`);
};

const announcing =
  (say: (line: string) => void) =>
  <T>(what: string, work: Promise<T>): Promise<T> => {
    say(`${what} ...`);
    return work;
  };

const moving = (stream: NodeJS.WriteStream): Progress => {
  const clear = () => stream.write('\r\u001b[K');
  return {
    say: (line) => {
      clear();
      stream.write(`${line}\n`);
    },
    during: async (what, work) => {
      const since = performance.now();
      let frame = 0;
      const timer = setInterval(() => {
        const seconds = Math.round((performance.now() - since) / 1000);
        clear();
        stream.write(`${FRAMES[frame++ % FRAMES.length] ?? ''} ${what} (${seconds} s)`);
      }, FRAME_MS);
      try {
        return await work;
      } finally {
        clearInterval(timer);
        clear();
      }
    },
  };
};
