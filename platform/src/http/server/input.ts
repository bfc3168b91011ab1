// Checks everything a request brings against the schemas of its route, and names every field that is wrong.
import type { Request } from 'express';
import { z } from 'zod';
import type { HttpLimits } from './limits.ts';
import { Problem } from '../routes/problem.ts';
import { parseQuery } from './query-string.ts';
import type { Route, RouteRequest } from '../routes/route.ts';
import { parseStrictJson } from './strict-json.ts';

interface FieldError {
  readonly in: InputPart;
  readonly field: string;
  readonly message: string;
}
interface Body {
  readonly bytes: Uint8Array;
  readonly limits: HttpLimits;
}
type InputPart = 'path' | 'query' | 'header' | 'body';
type Input = Pick<RouteRequest<unknown, unknown, unknown, unknown>, 'params' | 'query' | 'headers' | 'body'>;

const NOTHING = z.strictObject({});
const JSON_UTF8 = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** @throws Problem 400 with `errors: [{ in, field, message }]`, or 415. */
export const readInput = (route: Route, request: Request, { bytes, limits }: Body): Input => {
  const errors: FieldError[] = [];
  const check = (part: InputPart, schema: z.ZodType, value: unknown): unknown => {
    const result = schema.safeParse(value);
    if (!result.success) errors.push(...result.error.issues.flatMap((issue) => describe(part, issue)));
    return result.data;
  };
  const input = {
    params: check('path', route.params ?? NOTHING, { ...request.params }),
    query: check('query', route.query ?? NOTHING, parseQuery(request.originalUrl)),
    headers: check('header', route.headers ?? NOTHING, namedHeaders(route, request)),
    body: check('body', route.body ?? NO_BODY, readBody(request, { bytes, limits })),
  };
  if (errors.length > 0) throw invalid(errors);
  return input;
};

const NO_BODY = z.undefined('this request takes no body');

const invalid = (errors: readonly FieldError[]): Problem => {
  const named = errors.slice(0, 20);
  const text = named.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new Problem(400, 'VALIDATION_FAILED', text.slice(0, 1000), { errors: named });
};

const namedHeaders = (route: Route, request: Request): Record<string, unknown> => {
  const names = route.headers instanceof z.ZodObject ? Object.keys(route.headers.shape) : [];
  return Object.fromEntries(names.map((name) => [name, request.headers[name]]));
};

const readBody = (request: Request, { bytes, limits }: Body): unknown => {
  if (bytes.length === 0) return undefined;
  const types = request.headersDistinct['content-type'] ?? [];
  if (types.length !== 1 || !JSON_UTF8.test(types.join()))
    throw new Problem(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'Send the body with Content-Type: application/json, in UTF-8.',
    );
  return parseStrictJson(bytes, limits.jsonDepth);
};

const describe = (part: InputPart, issue: z.core.$ZodIssue): FieldError[] => {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      in: part,
      field: [...path, key].join('.').slice(0, 200),
      message: 'is unknown',
    }));
  return [{ in: part, field: path.join('.') || part, message: issue.message }];
};
