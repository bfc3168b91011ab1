// `/openapi.json`, and `/docs`: Swagger UI from its package, without a request to anywhere else.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { openApi } from './openapi.ts';
import type { RouteGroups } from './openapi.ts';
import { route, type Route } from '../routes/route.ts';

const require = createRequire(import.meta.url);

const TYPES = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'start.js': 'text/javascript',
} as const;
const File = z.enum(['swagger-ui.css', 'swagger-ui-bundle.js', 'start.js']);

// Swagger UI sets styles on elements and draws its icons from data URLs; scripts come from files only.
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const START = "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true });\n";

const page = (service: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${service}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** The given routes, and behind them those that describe them all, themselves included. */
export const withDocumentation = (
  service: string,
  routes: Pick<RouteGroups, 'purpose' | 'operation'>,
): readonly Route[] => {
  const groups: RouteGroups = {
    ...routes,
    documents: [description(() => openApi(service, groups)), documentationPage(service), documentationFile],
  };
  return [...groups.purpose, ...groups.operation, ...groups.documents];
};

const description = (describe: () => unknown): Route =>
  route({
    method: 'get',
    path: '/openapi.json',
    summary: 'This description',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    handle: () => Promise.resolve({ status: 200, body: describe() }),
  });

const documentationPage = (service: string): Route =>
  route({
    method: 'get',
    path: '/docs',
    summary: 'This description as a page to try things out on',
    responses: { 200: { description: 'The page', schema: z.string(), contentType: 'text/html' } },
    handle: () =>
      Promise.resolve({ status: 200, body: page(service), headers: { 'Content-Security-Policy': CSP } }),
  });

const documentationFile: Route = route({
  method: 'get',
  path: '/docs/:file',
  summary: 'Style and scripts of the page',
  params: z.strictObject({ file: File }),
  responses: { 200: { description: 'The file', schema: z.string(), contentType: '*/*' } },
  handle: ({ params: { file } }) => {
    const body =
      file === 'start.js' ? START : readFileSync(require.resolve(`swagger-ui-dist/${file}`), 'utf8');
    const headers = { 'Content-Type': `${TYPES[file]}; charset=utf-8`, 'Cache-Control': 'max-age=3600' };
    return Promise.resolve({ status: 200, body, headers });
  },
});
