// The HTTP server below the app: its limits, and what it says to those who do not speak HTTP.
import { randomUUID } from 'node:crypto';
import { createServer, STATUS_CODES } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { PermanentError } from '../decider/errors.ts';
import { defaultLimits, type HttpLimits } from './limits.ts';
import { problemBody, PROBLEM_TYPE } from './problem-answer.ts';
import { Problem } from './problem.ts';

export interface Listening {
  /** `http://127.0.0.1:<port>`: with the port it really got, also when it asked for any (0). */
  readonly url: string;
  /** Takes no more connections, lets requests finish for at most `withinMs`, then cuts what is left. */
  readonly close: (withinMs: number) => Promise<void>;
}

/** @throws PermanentError, code PORT_TAKEN or LISTEN_FAILED, in words for the one who chose the address. */
export const listen = async (
  app: RequestListener,
  { host, port, limits = defaultLimits }: { host: string; port: number; limits?: HttpLimits },
): Promise<Listening> => {
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: 1_000,
      requireHostHeader: false, // the app checks it, so that the answer is a problem like any other
    },
    app,
  );
  server.maxConnections = limits.connections;
  server.on('clientError', answerClientError);
  server.on('checkExpectation', refuseExpectation);
  server.on('request', (_request, response) => {
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections()); // kept alive for nothing
    });
  });
  await bind(server, host, port);
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${(server.address() as AddressInfo).port}`,
    close: (withinMs) => close(server, withinMs),
  };
};

const refuseExpectation = (request: IncomingMessage, response: ServerResponse): void => {
  const { body, headers } = written(
    { status: 417, code: 'EXPECTATION_FAILED', detail: 'Only Expect: 100-continue is possible.' },
    request.url?.split('?', 1)[0],
  );
  response.writeHead(417, headers).end(body);
};

const bind = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new PermanentError('PORT_TAKEN', `port ${port} on ${host} is taken; choose another one with PORT`)
          : new PermanentError(
              'LISTEN_FAILED',
              `cannot listen on ${host}, port ${port}: ${error.code ?? 'error'}`,
            ),
      );
    });
    server.listen(port, host, () => {
      resolve();
    });
  });

const close = async (server: Server, withinMs: number): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, withinMs);
  await closed;
  clearTimeout(cut);
};

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

const CLIENT_ERRORS: Readonly<Record<string, Failure>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'HEADERS_TOO_LARGE', detail: 'The headers are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TIMEOUT', detail: 'The request took too long.' },
};
const BROKEN = { status: 400, code: 'BAD_REQUEST', detail: 'This is not a valid HTTP request.' };

/** How long a socket stays for its client to read the last answer. */
const LINGER_MS = 1_000;

/** Answers on the bare socket, because there is no request that the app could see. */
const answerClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const failure = CLIENT_ERRORS[error.code ?? ''] ?? BROKEN;
  const { body, headers } = written(failure);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const start = `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status] ?? 'Error'}`;
  socket.end(`${[start, ...lines].join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
};

/** The answer to a request that never reached the app, and after which the connection ends. */
const written = ({ status, code, detail }: Failure, path = '/') => {
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(new Problem(status, code, detail), path, requestId));
  const headers = {
    'Content-Type': PROBLEM_TYPE,
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': requestId,
    Connection: 'close',
  };
  return { body, headers };
};
