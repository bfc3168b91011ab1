// One direction of a link: how its bytes go on, which can be changed while they do.
import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Nothing set: all passes at once. */
export interface Flow {
  /**
   * Nothing goes on, not even the news that a side has gone; as on a network that loses every packet, TCP keeps what was
   * sent and delivers it later, if there is still somebody to take it.
   */
  readonly held?: boolean;
  /** How late each byte is, milliseconds; any number between the two. Order is kept. */
  readonly late?: readonly [least: number, most: number];
  /** Of all connections together. */
  readonly bytesPerSecond?: number;
  /** Pieces of 1 to so many bytes. */
  readonly mostPiece?: number;
  /** Every connection is reset after so many bytes more. */
  readonly cutAfter?: number;
}

export interface FlowCounts {
  /** Bytes that reached the other side. */
  readonly passed: number;
  /** Those of them that went late, slowly or in pieces. */
  readonly shaped: number;
  /** Bytes that had to wait while nothing went on. */
  readonly held: number;
  /** Bytes for which nobody was left. */
  readonly lost: number;
}

export interface Valve {
  readonly set: (flow: Flow) => void;
  readonly counts: () => FlowCounts;
  /** Carries everything from one side to the other until `from` ends, and then that end. */
  readonly carry: (from: Socket, to: Socket, cut: () => void) => Promise<void>;
}

/** No more waits in the proxy than sockets would buffer: then the sender feels it. */
const BUFFER_BYTES = 65_536;
/** So often a narrow link takes something. */
const PIECES_PER_SECOND = 20;

export const valve = (random: () => number): Valve => {
  let flow: Flow = {};
  let freeAt = 0; // when a narrow link can take more
  let waiting: (() => void)[] = [];
  const counts = { passed: 0, shaped: 0, held: 0, lost: 0 };

  const opened = async (bytes: number): Promise<void> => {
    if (flow.held) counts.held += bytes;
    while (flow.held) await new Promise<void>((resolve) => waiting.push(resolve));
  };

  const lateness = (): number => {
    const [least, most] = flow.late ?? [0, 0];
    return least + random() * (most - least);
  };

  const pieceOf = (left: number, beforeCut: number): number => {
    const { mostPiece, bytesPerSecond = Infinity } = flow;
    const cut = mostPiece === undefined ? Infinity : 1 + Math.floor(random() * mostPiece);
    return Math.min(left, beforeCut, cut, Math.ceil(bytesPerSecond / PIECES_PER_SECOND));
  };

  const turn = async (bytes: number): Promise<void> => {
    const { bytesPerSecond, mostPiece } = flow;
    if (mostPiece !== undefined) await nextTurn(); // or the system would put the pieces together again
    if (bytesPerSecond === undefined) return;
    freeAt = Math.max(freeAt, Date.now()) + (bytes / bytesPerSecond) * 1_000;
    await sleep(freeAt - Date.now());
  };

  const write = async (to: Socket, piece: Buffer): Promise<void> => {
    const shaped = flow.late ?? flow.bytesPerSecond ?? flow.mostPiece;
    const error = await new Promise((resolve) => to.write(piece, resolve));
    counts[error ? 'lost' : 'passed'] += piece.length;
    if (!error && shaped !== undefined) counts.shaped += piece.length;
  };

  const carry: Valve['carry'] = async (from, to, cut) => {
    let line = Promise.resolve();
    let queued = 0;
    let counted = flow; // the flow that `taken` belongs to
    let taken = 0;

    const beforeCut = (): number => {
      if (counted !== flow) taken = 0;
      counted = flow;
      return (flow.cutAfter ?? Infinity) - taken;
    };
    const pass = async (chunk: Buffer, due: number): Promise<void> => {
      if (due > Date.now()) await sleep(due - Date.now());
      let at = 0;
      while (at < chunk.length && !to.destroyed) {
        await opened(chunk.length - at);
        const size = pieceOf(chunk.length - at, beforeCut());
        if (size === 0) cut();
        await turn(size);
        await write(to, chunk.subarray(at, at + size));
        at += size;
        taken += size;
      }
      counts.lost += chunk.length - at;
      queued -= chunk.length;
    };

    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        const due = Date.now() + lateness();
        queued += chunk.length;
        line = line.then(() => pass(chunk, due));
        if (queued > BUFFER_BYTES) await line;
      }
      await line;
      await opened(0);
      to.end();
    } catch {
      await line;
      await opened(0);
      to.resetAndDestroy();
    }
  };

  return {
    set: (wanted) => {
      flow = wanted;
      for (const go of waiting) go();
      waiting = [];
    },
    counts: () => ({ ...counts }),
    carry,
  };
};
