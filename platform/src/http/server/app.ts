// The express app of a service, made from routes that are data; nothing answers that no route describes.
import { randomUUID } from 'node:crypto';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { requireAdmin } from './admin.ts';
import { endAnswer, readBytes } from './body.ts';
import { readInput } from './input.ts';
import { defaultLimits, type HttpLimits } from './limits.ts';
import { problemBody, PROBLEM_TYPE, toProblem } from './problem-answer.ts';
import { Problem } from '../routes/problem.ts';
import { limitWrites } from './rate-limit.ts';
import type { Route } from '../routes/route.ts';
import { readTraceparent } from '../routes/traceparent.ts';

export interface AppOptions {
  readonly routes: readonly Route[];
  readonly adminToken: string;
  readonly logger: Logger;
  readonly limits?: HttpLimits;
}

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
/** What a client may simply try again a little later. */
const RETRYABLE = new Set([429, 503]);
const QUIET = new Set(['/livez', '/readyz', '/metrics']);

/** @throws Error if two routes have the same method and path. */
export const createApp = ({ routes, adminToken, logger, limits = defaultLimits }: AppOptions): Express => {
  const app = express();
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.set('query parser', false);
  app.set('etag', false);
  app.use(requestLog(logger), securityHeaders, checkRequestLine(limits), limitWrites(limits.writesPerSecond));

  for (const [path, sharing] of byPath(routes)) {
    for (const route of sharing) {
      const guards = route.admin === true ? [requireAdmin(adminToken)] : [];
      app[route.method](path, ...guards, serve(route, limits));
    }
    app.all(path, methodNotAllowed(sharing));
  }
  app.use((request) => {
    throw new Problem(404, 'NOT_FOUND', `There is nothing at ${request.path.slice(0, 200)}.`);
  });
  app.use(answerError);
  return app;
};

const byPath = (routes: readonly Route[]): Map<string, Route[]> => {
  const paths = new Map<string, Route[]>();
  for (const route of routes) {
    const sharing = paths.get(route.path) ?? [];
    if (sharing.some(({ method }) => method === route.method))
      throw new Error(`two routes for ${route.method} ${route.path}`);
    paths.set(route.path, [...sharing, route]);
  }
  return paths;
};

const requestLog = (logger: Logger) =>
  pinoHttp({
    logger,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    autoLogging: { ignore: (request) => QUIET.has(request.url ?? '') },
    useLevel: 'debug', // what went wrong is told by `answerError`
    serializers: {
      req: ({ id, method, url }: Record<string, unknown>) => ({ id, method, url }),
      res: ({ statusCode }: Record<string, unknown>) => ({ statusCode }),
    },
  });

const securityHeaders = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'none'"] } },
  hsts: false, // spoken to in plain HTTP; whatever ends TLS in front of it adds this
});

const checkRequestLine =
  ({ urlBytes }: HttpLimits): RequestHandler =>
  (request, _response, next) => {
    if (Buffer.byteLength(request.originalUrl) > urlBytes)
      throw new Problem(414, 'URL_TOO_LONG', `The URL is longer than ${urlBytes} bytes.`);
    if (request.headersDistinct['host']?.length !== 1)
      throw new Problem(400, 'BAD_REQUEST', 'Send exactly one Host header.');
    next();
  };

const serve =
  (route: Route, limits: HttpLimits): RequestHandler =>
  async (request, response) => {
    const traceparent = request.get('traceparent');
    const bytes = await readBytes(request, limits.bodyBytes);
    const { status, body, headers } = await route.handle({
      ...readInput(route, request, { bytes, limits }),
      requestId: requestIdOf(request),
      traceparent: readTraceparent(traceparent) && traceparent,
    });
    response.status(status).set({ 'Cache-Control': 'no-store', ...headers });
    const contentType = route.responses[status]?.contentType;
    if (body === undefined) response.end();
    else if (contentType === undefined) response.json(body);
    else response.type(headers?.['Content-Type'] ?? contentType).send(body);
  };

const methodNotAllowed = (routes: readonly Route[]): RequestHandler => {
  const methods = routes.map(({ method }) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase()));
  const allowed = methods.join(', ');
  return (request, response) => {
    response.set('Allow', allowed);
    throw new Problem(405, 'METHOD_NOT_ALLOWED', `${request.method} is not possible here, only ${allowed}.`);
  };
};

const answerError: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  const problem = toProblem(error);
  if (problem.status === 500) request.log.error({ err: error }, 'request failed');
  else if (problem.status === 503) request.log.debug({ err: error }, 'request put off');
  if (response.headersSent) response.destroy();
  else sendProblem(problem, request, response);
};

const sendProblem = (problem: Problem, request: Request, response: Response): void => {
  if (RETRYABLE.has(problem.status)) response.set('Retry-After', '1');
  if (!request.complete) response.set('Connection', 'close'); // the rest of its body is not read
  const body = JSON.stringify(problemBody(problem, request.path, requestIdOf(request)));
  response.status(problem.status).type(PROBLEM_TYPE).set('Cache-Control', 'no-store');
  response.set('Content-Length', String(Buffer.byteLength(body))).write(body);
  endAnswer(request, response);
};

const requestIdOf = (request: Request): string => request.id as string;
