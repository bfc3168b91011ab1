// HTTP for tests of the HTTP side: requests that proper clients cannot send, byte by byte.
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are and reads until the server ends the connection, which `Connection: close` asks for. */
export const sendRaw = (url: string, bytes: string | Uint8Array): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const chunks: Buffer[] = [];
    const finish = (): void => {
      resolve(answerOf(Buffer.concat(chunks)));
    };
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', finish);
    socket.on('error', (error) => {
      if (chunks.length > 0) finish();
      else reject(error);
    });
  });

/** The same for a client that must get rid of all its bytes first, and only then looks for an answer. */
export const sendAllRaw = (url: string, bytes: string | Uint8Array): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes, (error) => {
        if (error) reject(error);
        else socket.on('data', (chunk) => chunks.push(chunk));
      });
    });
    socket.on('close', () => {
      resolve(answerOf(Buffer.concat(chunks)));
    });
    socket.on('error', reject);
  });

const answerOf = (bytes: Buffer): RawAnswer => {
  const [head = '', ...body] = bytes.toString('utf8').split('\r\n\r\n');
  return { status: Number(head.slice(9, 12)), head, body: body.join('\r\n\r\n') };
};

/** A request with a head of its own; `lines` follow the request line. */
export const rawRequest = (start: string, lines: readonly string[] = [], body = ''): string =>
  [`${start} HTTP/1.1`, 'Host: test', 'Connection: close', ...lines, '', body].join('\r\n');
