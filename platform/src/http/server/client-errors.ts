// What those hear who break HTTP itself: an answer on the bare socket, because there is no request that the app could see.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemBody, PROBLEM_TYPE } from './problem-answer.ts';
import { Problem } from '../routes/problem.ts';

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

const FAILURES: Readonly<Record<string, Failure>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'HEADERS_TOO_LARGE', detail: 'The headers are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TIMEOUT', detail: 'The request took too long.' },
};
const BAD_REQUEST = { status: 400, code: 'BAD_REQUEST', detail: 'This is not a valid HTTP request.' };

/** How long a socket stays for its client to read the last answer. */
const LINGER_MS = 1_000;

/** From now on each of them is answered once, behind the answers to all good requests that its connection brought before. */
export const answerClientErrors = (server: Server): void => {
  const responses = new WeakMap<Duplex, readonly ServerResponse[]>();
  const refused = new WeakSet<Duplex>();
  const refuse = async (socket: Duplex, failure: Failure): Promise<void> => {
    if (refused.has(socket)) return; // it goes on sending
    refused.add(socket);
    const before = responses.get(socket) ?? [];
    await Promise.all(before.filter(isDue).map(closed));
    if (before.some(isUnderway)) socket.end();
    else if (socket.writable) socket.end(bytesOf(failure));
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };

  server.on('request', ({ socket }, response) => {
    const before = responses.get(socket) ?? [];
    responses.set(socket, [...before.filter((each) => isDue(each) || !each.req.complete), response]);
  });
  server.on('checkExpectation', refuseExpectation);
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy()); // Node has taken its own listener away by now
    void refuse(socket, BAD_REQUEST);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else void refuse(socket, FAILURES[error.code ?? ''] ?? BAD_REQUEST);
  });
};

/** Of a request that came whole, and is not answered yet. */
const isDue = ({ req, writableFinished }: ServerResponse): boolean => req.complete && !writableFinished;

/** Begun while its request was still coming: there is nothing to add to it. */
const isUnderway = ({ req, headersSent }: ServerResponse): boolean => !req.complete && headersSent;

const closed = (response: ServerResponse): Promise<unknown> =>
  new Promise((resolve) => response.once('close', resolve));

const refuseExpectation = (request: IncomingMessage, response: ServerResponse): void => {
  const { body, headers } = written(
    { status: 417, code: 'EXPECTATION_FAILED', detail: 'Only Expect: 100-continue is possible.' },
    request.url?.split('?', 1)[0],
  );
  response.writeHead(417, headers).end(body);
};

const bytesOf = (failure: Failure): string => {
  const { body, headers } = written(failure);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const start = `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status] ?? 'Error'}`;
  return `${[start, ...lines].join('\r\n')}\r\n\r\n${body}`;
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
