// A bare connection to a service: bytes go out when it pleases the client, and what comes back is kept.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { RawAnswer } from '@saga-lab/platform/testing/http-client';

export interface RawConnection {
  readonly socket: Socket;
  /** All that came back so far. */
  readonly answers: () => readonly RawAnswer[];
  /** Resolves when it is over, whoever ended it and however; after a minute at the latest. */
  readonly closed: Promise<void>;
}

interface Origin {
  /** Another address of this machine. */
  readonly from?: string;
}

/** Longer than any service should put up with it. */
const PATIENCE_MS = 60_000;

/** Rejects if there is no connection. */
export const openRawConnection = (url: string, { from }: Origin = {}): Promise<RawConnection> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const chunks: Buffer[] = [];
    const socket = connect({ port: Number(port), host: hostname, ...(from && { localAddress: from }) });
    const giveUp = setTimeout(() => socket.destroy(), PATIENCE_MS);
    const closed = new Promise<void>((over) => {
      socket.once('close', () => {
        clearTimeout(giveUp);
        over();
      });
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject); // once it is connected, an error is one way of its being closed
    socket.once('connect', () => {
      resolve({ socket, closed, answers: () => answersIn(Buffer.concat(chunks)) });
    });
  });

/** Sends these bytes, and resolves with all answers when the connection is over. */
export const sendAndWait = async (
  url: string,
  bytes: string | Uint8Array,
  origin: Origin = {},
): Promise<readonly RawAnswer[]> => {
  const { socket, closed, answers } = await openRawConnection(url, origin);
  socket.write(bytes);
  await closed;
  return answers();
};

/** Only whole ones; each says how long it is. */
const answersIn = (bytes: Buffer): readonly RawAnswer[] => {
  const found: RawAnswer[] = [];
  for (let from = 0; ;) {
    const end = bytes.indexOf('\r\n\r\n', from);
    const head = bytes.toString('latin1', from, end);
    const begin = end + 4;
    from = begin + Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
    if (end < 0 || from > bytes.length) return found;
    found.push({ status: Number(head.slice(9, 12)), head, body: bytes.toString('utf8', begin, from) });
  }
};

/** One request of many on a connection; `lines` follow `Host`. */
export const keptAlive = (start: string, lines: readonly string[] = [], body = ''): string =>
  [`${start} HTTP/1.1`, 'Host: lab', ...lines, '', body].join('\r\n');

/** `POST /orders`, on a connection that stays. */
export const orderOf = (order: unknown, key: string, lines: readonly string[] = []): string => {
  const body = JSON.stringify(order);
  const head = ['Content-Type: application/json', `Idempotency-Key: ${key}`];
  return keptAlive('POST /orders', [...head, ...lines, `Content-Length: ${Buffer.byteLength(body)}`], body);
};
