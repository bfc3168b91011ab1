// The HTTP server below the app: its limits, its address, its end.
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PermanentError } from '../../decider/errors.ts';
import { answerClientErrors } from './client-errors.ts';
import { defaultLimits, type HttpLimits } from './limits.ts';

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
  answerClientErrors(server);
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

const bind = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new PermanentError('PORT_TAKEN', `port ${port} on ${host} is taken; choose another one with PORT`)
          : new PermanentError(
              'LISTEN_FAILED',
              `cannot listen on ${host}, port ${port} (${error.code ?? 'error'}); choose others with HOST and PORT`,
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
