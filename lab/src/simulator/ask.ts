// The routes of a service asked without HTTP: the same schemas, the same handlers, the same problems.
import { TransientError } from '@saga-lab/platform/decider/errors';
import { Problem } from '@saga-lab/platform/http/routes/problem';
import type { Route } from '@saga-lab/platform/http/routes/route';
import { z } from 'zod';

export interface Request {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Response {
  readonly status: number;
  readonly body: unknown;
}

const NOTHING = z.strictObject({});
const NO_BODY = z.undefined();

/** What stands in the places of a route's path; `undefined` if it is another path. */
const paramsOf = (route: Route, path: string): Record<string, string> | undefined => {
  const wanted = route.path.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [n, part] of wanted.entries()) {
    const value = given[n] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
};

const checked = (schema: z.ZodType, value: unknown): unknown => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Problem(400, 'VALIDATION_FAILED', z.prettifyError(result.error));
};

const handled = async (route: Route, params: Record<string, string>, request: Request): Promise<Response> => {
  const { status, body } = await route.handle({
    params: checked(route.params ?? NOTHING, params),
    query: checked(route.query ?? NOTHING, {}),
    headers: checked(route.headers ?? NOTHING, request.headers ?? {}),
    body: checked(route.body ?? NO_BODY, request.body),
    requestId: 'simulated',
    traceparent: undefined,
  });
  return answered(route, { status, body });
};

/** A query answers its DTO and nothing beside it. */
const answered = (route: Route, { status, body }: Response): Response => {
  const schema = route.responses[status]?.schema;
  const result = schema?.safeParse(body === undefined ? undefined : JSON.parse(JSON.stringify(body)));
  if (!result || result.success) return { status, body };
  throw new Error(`${route.path} answers what its contract does not say: ${z.prettifyError(result.error)}`);
};

const failed = (error: unknown): Response => {
  if (error instanceof Problem)
    return { status: error.status, body: { code: error.code, detail: error.message } };
  if (error instanceof TransientError)
    return { status: 503, body: { code: error.code, detail: error.message } };
  return { status: 500, body: { code: 'INTERNAL_ERROR', detail: String(error) } };
};

export const askRoutes = async (routes: readonly Route[], request: Request): Promise<Response> => {
  for (const route of routes) {
    const params = route.method === request.method ? paramsOf(route, request.path) : undefined;
    if (params) return handled(route, params, request).catch(failed);
  }
  return { status: 404, body: { code: 'NOT_FOUND' } };
};
