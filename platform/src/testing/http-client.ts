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
      const text = Buffer.concat(chunks).toString('utf8');
      const [head = '', ...body] = text.split('\r\n\r\n');
      resolve({ status: Number(head.slice(9, 12)), head, body: body.join('\r\n\r\n') });
    };
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', finish);
    socket.on('error', (error) => {
      if (chunks.length > 0) finish();
      else reject(error);
    });
  });

/** A request with a head of its own; `lines` follow the request line. */
export const rawRequest = (start: string, lines: readonly string[] = [], body = ''): string =>
  [`${start} HTTP/1.1`, 'Host: test', 'Connection: close', ...lines, '', body].join('\r\n');
