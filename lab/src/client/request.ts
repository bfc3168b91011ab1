// One HTTP request to a service, answered as it comes: a refusal is an answer too.
import { create, isAxiosError } from 'axios';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Access } from '@saga-lab/launcher/system/access';
import { agentsFor, isThisMachine } from '@saga-lab/platform/http/client/agents';
import type { ProxyEnvironment } from '@saga-lab/platform/http/client/agents';

export interface HttpRequest {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Then the client is gone, ms; 10 s by default. */
  readonly withinMs?: number;
  /** Without credentials. */
  readonly anonymous?: true;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

export type Ask = (service: ServiceName, asked: HttpRequest) => Promise<HttpAnswer>;

const LIMIT_MS = 10_000;

/** Sends as the administrator, unless told. Rejects only when there is no answer at all in time. */
export const asking = (access: Access, environment: ProxyEnvironment = process.env): Ask => {
  const http = create({ validateStatus: () => true });
  const ways = new Map(Object.values(access.urls).map((url) => [url, wayTo(url, environment)]));
  return async (service, { method, path, body, headers = {}, withinMs = LIMIT_MS, anonymous }) => {
    const credentials = anonymous ? {} : { authorization: `Bearer ${access.adminToken}` };
    const send = () =>
      http.request<unknown>({
        ...ways.get(access.urls[service]),
        method,
        url: `${access.urls[service]}${path}`,
        data: body,
        headers: { ...credentials, ...headers },
        timeout: withinMs,
      });
    const mostTries = isRepeatable(method, headers) ? TRIES : 1;
    const answer = await withTries(send, mostTries);
    return { status: answer.status, body: answer.data, headers: answer.headers };
  };
};

/** Connections that were idle for as long end together, so that the next one may be ended as well. */
const TRIES = 4;

const withTries = async <T>(send: () => Promise<T>, most: number): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (tries === most || !isReset(error)) throw error;
    }
  }
};

/** Of these the second sending does no more than the first. */
const isRepeatable = (method: HttpRequest['method'], headers: HttpRequest['headers'] = {}): boolean =>
  method !== 'post' || Object.keys(headers).some((name) => name.toLowerCase() === 'idempotency-key');

/**
 * A service ends a connection that nobody used for some seconds, and may do so just when it is used again (RFC 9110, section
 * 9.2.2: what may be repeated is then asked once more).
 */
const isReset = (error: unknown): boolean => isAxiosError(error) && error.code === 'ECONNRESET';

/** `proxy: false`, so that axios does not look for a proxy by itself. */
const wayTo = (url: string, environment: ProxyEnvironment) => ({
  ...agentsFor(url, environment),
  ...(isThisMachine(new URL(url).hostname) && ({ proxy: false } as const)),
});

/** Whether this is why a request rejected. */
export const isNoAnswer = (error: unknown): boolean => isAxiosError(error) && error.request !== undefined;

/** An answer other than the one hoped for. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly answer: HttpAnswer;
  constructor(what: string, answer: HttpAnswer) {
    super(`${what} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    this.answer = answer;
  }
}

/** What an answer of 4xx or 5xx says, as RFC 9457 has it. */
export const refusalOf = ({
  status,
  body,
}: HttpAnswer): { code: string; detail: string; reason?: string } => {
  const {
    code = String(status),
    detail = 'no reason given',
    reason,
  } = body as Partial<Record<'code' | 'detail' | 'reason', string>>;
  return { code, detail, ...(reason !== undefined && { reason }) };
};
