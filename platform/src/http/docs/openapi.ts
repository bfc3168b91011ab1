// The OpenAPI 3.1 description of a service, made from the same routes that it serves.
import { STATUS_CODES } from 'node:http';
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { ResponseConfig, RouteConfig } from '@asteasolutions/zod-to-openapi';
import { HeldDto } from '@saga-lab/contracts/dtos/held';
import { ForgottenThingDto } from '@saga-lab/contracts/dtos/operation';
import { z } from 'zod';
import { PROBLEM_TYPE } from '../server/problem-answer.ts';
import type { ResponseDescription, Route } from '../routes/route.ts';

const FieldError = z.object({
  in: z.enum(['path', 'query', 'header', 'body']),
  field: z.string(),
  message: z.string(),
});

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable, for programs'),
  detail: z.string().describe('For people'),
  instance: z.string().describe('The path that was asked for'),
  requestId: z.string(),
  errors: z.array(FieldError).optional().describe('With 400: every field that is wrong'),
  forgotten: ForgottenThingDto.optional().describe('With 410: what is known of its history'),
  held: HeldDto.optional().describe('With 409 `HELD_BY_SAGAS`: who stands in the way'),
});

type SchemaObject = Parameters<typeof OpenAPIRegistry.prototype.registerComponent<'schemas'>>[2];

const problemSchema = (): SchemaObject => {
  const { $schema: _, ...schema } = z.toJSONSchema(Problem);
  return schema as SchemaObject;
};
const PROBLEM = { schema: { $ref: '#/components/schemas/Problem' } };

const DESCRIPTION = [
  'Errors are problem details (RFC 9457). Every answer carries `X-Request-Id`; a given one is kept.',
  'Every GET answers HEAD alike, without the body. Any other method on a known path is answered with 405,',
  'any other path with 404, a request that breaks HTTP itself with 400, 408, 417 or 431.',
  'A body needs one `Content-Type: application/json` (else 415). `after` takes the `next` of a page of the same list',
  'with the same filters, unchanged; anything else is answered with 400. No id is `.` or `..`.',
].join(' ');

/** The routes of a service, in the order in which its pages show them. */
export interface RouteGroups {
  readonly purpose: readonly Route[];
  readonly operation: readonly Route[];
  readonly documents: readonly Route[];
}

const tagsFor = (service: string) =>
  ({
    purpose: { name: service, description: 'What the service is for' },
    operation: { name: 'operation', description: 'For those who operate it' },
    documents: { name: 'documents', description: 'This description, and these pages' },
  }) as const satisfies Record<keyof RouteGroups, object>;

/** The description as plain JSON. */
export const openApi = (service: string, groups: RouteGroups): unknown => {
  const tags = tagsFor(service);
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'adminToken', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('schemas', 'Problem', problemSchema());
  for (const group of groupNames)
    for (const route of groups[group]) registry.registerPath(operation(route, tags[group].name));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: service, version: '1', description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: groupNames.map((group) => tags[group]),
  });
};

const groupNames = ['purpose', 'operation', 'documents'] as const satisfies readonly (keyof RouteGroups)[];

const operation = (route: Route, tag: string): RouteConfig => ({
  method: route.method,
  path: route.path.replaceAll(/:(\w+)/g, '{$1}'),
  operationId: `${route.method}${route.path.replaceAll(/[^A-Za-z0-9]+/g, '-')}`.replace(/-$/, ''),
  summary: route.summary,
  tags: [tag],
  ...(route.admin === true ? { security: [{ adminToken: [] }] } : {}),
  request: requestOf(route),
  responses: responsesOf(route),
});

const requestOf = ({ params, query, headers, body }: Route): NonNullable<RouteConfig['request']> => ({
  ...(params instanceof z.ZodObject ? { params } : {}),
  ...(query instanceof z.ZodObject ? { query } : {}),
  ...(headers instanceof z.ZodObject ? { headers } : {}),
  ...(body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}),
});

/** What the app may answer before or instead of the route. */
const commonStatuses = ({ admin, method, params }: Route): number[] => [
  400,
  413,
  414,
  415,
  431,
  500,
  503,
  ...(method === 'get' ? [] : [429]),
  ...(admin === true ? [401] : []),
  ...(params ? [404] : []),
];

const responsesOf = (route: Route): Record<string, ResponseConfig> => {
  const common = commonStatuses(route).map((status) => [status, { description: phrase(status) }] as const);
  const own = Object.entries(route.responses);
  const described = Object.entries({ ...Object.fromEntries(common), ...Object.fromEntries(own) });
  return Object.fromEntries(
    described.map(([status, description]) => [status, answerOf(Number(status), description)]),
  );
};

const answerOf = (
  status: number,
  { description, schema, contentType = 'application/json' }: ResponseDescription,
): ResponseConfig => {
  const isProblem = status >= 400 && schema === undefined;
  const content = isProblem ? { [PROBLEM_TYPE]: PROBLEM } : schema && { [contentType]: { schema } };
  return { description, headers: headersOf(status), ...(content ? { content } : {}) };
};

const headersOf = (status: number): NonNullable<ResponseConfig['headers']> => ({
  'X-Request-Id': { schema: { type: 'string' } },
  ...(status === 401 ? { 'WWW-Authenticate': { schema: { type: 'string' } } } : {}),
  ...(status === 429 || status === 503 ? { 'Retry-After': { schema: { type: 'integer' } } } : {}),
  ...(status === 201 || status === 202 ? { Location: { schema: { type: 'string' } } } : {}),
});

const phrase = (status: number): string => STATUS_CODES[status] ?? 'Error';
