// JSON over HTTP between the processes of a peer, with as little around it as possible.
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const ANSWER_WITHIN_MS = 30_000;
/** Longer than any run: no connection is closed while somebody is about to use it. */
const KEEP_ALIVE_MS = 600_000;

/** Path -> what is answered to what was posted. */
export type Routes = Readonly<Record<string, (body: never) => Promise<unknown>>>;

/** On a free port; resolves with its address. A route that fails is the end of the process, as an unhandled rejection. */
export const serve = async (routes: Routes): Promise<string> => {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, outgoing) => {
    void answer(routes, incoming, outgoing);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const answer = async (routes: Routes, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  const body = await textOf(incoming);
  const route = routes[incoming.url ?? ''];
  const text = JSON.stringify((await route?.(JSON.parse(body) as never)) ?? {});
  outgoing.writeHead(route ? 200 : 404, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  outgoing.end(text);
};

const textOf = async (message: IncomingMessage): Promise<string> => {
  let text = '';
  message.setEncoding('utf8');
  for await (const chunk of message) text += chunk as string;
  return text;
};

type Headers = Readonly<Record<string, string>>;

export interface Client {
  /** @throws Error if it is not answered with 2xx in time */
  readonly post: (url: string, body: object, headers?: Headers) => Promise<unknown>;
  /** Whether it is answered with 2xx is all that counts. @throws Error if not */
  readonly get: (url: string) => Promise<void>;
  readonly close: () => void;
}

/** Connections are kept, as many as are needed at once; with an agent of their own they use no proxy. */
export const client = (): Client => {
  const agent = new Agent({ keepAlive: true });
  const ask = (method: string, url: string, text: string, headers: Headers): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request(url, {
        agent,
        method,
        timeout: ANSWER_WITHIN_MS,
        headers: { ...headers, 'content-length': Buffer.byteLength(text) },
      });
      sent.on('response', (answered) => {
        contentOf(url, answered).then(resolve, reject);
      });
      sent.on('timeout', () => sent.destroy(new Error(`${url}: no answer within ${ANSWER_WITHIN_MS} ms`)));
      sent.on('error', reject);
      sent.end(text);
    });
  return {
    post: async (url, body, headers) => {
      const json = { ...headers, 'content-type': 'application/json' };
      return JSON.parse(await ask('POST', url, JSON.stringify(body), json)) as unknown;
    },
    get: async (url) => {
      await ask('GET', url, '', {});
    },
    close: () => agent.destroy(),
  };
};

const contentOf = async (url: string, answered: IncomingMessage): Promise<string> => {
  const text = await textOf(answered);
  const { statusCode = 0 } = answered;
  if (statusCode < 200 || statusCode > 299) throw new Error(`${url} answered ${statusCode}: ${text}`);
  return text;
};
