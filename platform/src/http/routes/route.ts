// A route as data: enough to serve it, to check its input and to describe it in OpenAPI.
import type { z } from 'zod';

export interface RouteRequest<Params, Query, Headers, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** Id of this request in logs and problem details. */
  readonly requestId: string;
  readonly traceparent: string | undefined;
}

export interface RouteResponse {
  readonly status: number;
  /** Sent as JSON; as it is if the status is described with another content type. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ResponseDescription {
  readonly description: string;
  /** Left out: no body. Problem responses (4xx, 503) have their own schema and need none. */
  readonly schema?: z.ZodType;
  /** `application/json` unless told; for anything else the body is text or bytes. */
  readonly contentType?: string;
}

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Headers extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  readonly method: 'get' | 'post' | 'put';
  /** Express style: `/orders/:id`. */
  readonly path: string;
  readonly summary: string;
  /** Needs the admin's bearer token. */
  readonly admin?: boolean;
  /** Strict schemas; what is left out must not be sent. Headers: only those named are looked at. */
  readonly params?: Params;
  readonly query?: Query;
  readonly headers?: Headers;
  readonly body?: Body;
  /** Every status the route itself may answer; the common ones (400, 401, 404, 413, 414, 415, 431, 500, 503) are added. */
  readonly responses: Readonly<Record<number, ResponseDescription>>;
  /** @throws Problem for any other answer than success. */
  readonly handle: (
    request: RouteRequest<z.infer<Params>, z.infer<Query>, z.infer<Headers>, z.infer<Body>>,
  ) => Promise<RouteResponse>;
}

/** Checks a route's types and forgets them, so that routes of different input fit into one list. */
export const route = <P extends z.ZodType, Q extends z.ZodType, H extends z.ZodType, B extends z.ZodType>(
  definition: Route<P, Q, H, B>,
): Route => definition;
