// Frames that are sent in one turn leave together: a write to a socket costs more than what is in it.
import type { Writable } from 'node:stream';

type Corked = Pick<Writable, 'write' | 'cork' | 'uncork'>;

/** From now on what is written to it in one turn is one write of the process. */
export const inOneWrite = (stream: Corked): void => {
  const write = stream.write.bind(stream) as (...parts: unknown[]) => boolean;
  let isCorked = false;
  stream.write = (...parts: unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true;
      stream.cork();
      process.nextTick(() => {
        isCorked = false;
        stream.uncork();
      });
    }
    return write(...parts);
  };
};

/** The socket of a connection; amqplib's types do not tell of it. `undefined` if it is kept elsewhere by now. */
export const socketOf = (connection: object): Corked | undefined => {
  const { stream } = connection as { readonly stream?: Partial<Corked> };
  return stream?.write && stream.cork && stream.uncork ? (stream as Corked) : undefined;
};
