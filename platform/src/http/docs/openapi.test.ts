import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { startDemo } from '../../testing/demo-service.ts';

type Demo = Awaited<ReturnType<typeof startDemo>>;

interface Operation {
  readonly tags: readonly string[];
  readonly security?: unknown;
  readonly requestBody?: unknown;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: object }[];
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, unknown>> }>>;
}
interface Description {
  readonly tags: readonly { readonly name: string }[];
  readonly info: { readonly description: string };
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

describe('the description of a service', () => {
  let demo: Demo;
  let description: Description;
  before(async () => {
    demo = await startDemo();
    description = (await (await fetch(`${demo.url}/openapi.json`)).json()) as Description;
  });
  after(() => demo.close());

  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...description });
    expect(errors ?? []).to.deep.equal([]);
    expect([valid, description.openapi]).to.deep.equal([true, '3.1.0']);
  });

  it('has every route, itself included, and nothing else', () => {
    const described = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described).to.have.members(demo.routes.map(({ method, path }) => `${method} ${path}`));
    expect(described).to.include.members(['get /openapi.json', 'get /docs']);
  });

  it('groups its routes: what the service is for, then operating it, then documents', () => {
    expect(description.tags.map(({ name }) => name)).to.deep.equal(['demo', 'operation', 'documents']);
    const tagsOf = (path: string) => Object.values(description.paths[path] ?? {}).flatMap(({ tags }) => tags);
    expect(tagsOf('/orders')).to.deep.equal(['demo', 'demo']);
    for (const path of ['/openapi.json', '/docs', '/docs/{file}'])
      expect(tagsOf(path), path).to.deep.equal(['documents']);
  });

  it('describes every answer, the problems too', () => {
    const put = description.paths['/stock/{sku}']?.['put'];
    const statuses = ['200', '400', '401', '404', '413', '414', '415', '429', '431', '500', '503'];
    expect(put).to.deep.include({ security: [{ adminToken: [] }] });
    expect(put).to.have.nested.property('requestBody.required', true);
    expect(put?.responses).to.have.all.keys(statuses);
    const content = (status: string) => Object.keys(put?.responses[status]?.content ?? {});
    expect(content('401')).to.deep.equal(['application/problem+json']);
    expect(content('200')).to.deep.equal(['application/json']);
  });

  it('says which cursors, bodies and ids are refused', () => {
    const { description: text } = description.info;
    expect(text).to.include('one `Content-Type: application/json` (else 415)');
    expect(text).to.include('anything else is answered with 400');
    expect(text).to.include('No id is `.` or `..`');
    const after = description.paths['/orders']?.['get']?.parameters?.find(({ name }) => name === 'after');
    expect(after).to.deep.include({
      description: 'The `next` of the page before, unchanged, of this same list with the same filters',
    });
  });

  it('describes what a request may bring', () => {
    const list = description.paths['/orders']?.['get']?.parameters ?? [];
    expect(list.find(({ name }) => name === 'limit')?.schema).to.include({
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 50,
    });
    const key = description.paths['/orders']?.['post']?.parameters ?? [];
    expect(key[0]).to.include({ name: 'idempotency-key', in: 'header', required: true });
  });
});

describe('the page of the description', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  it('loads nothing from anywhere else, and its scripts from files only', async () => {
    const response = await fetch(`${demo.url}/docs`);
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).to.contain("script-src 'self';");
    const html = await response.text();
    const linked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    const files = linked.filter((link) => link !== 'data:,');
    expect(files).to.have.length(3);
    for (const file of files) {
      const answer = await fetch(`${demo.url}${file}`);
      expect([answer.status, (await answer.text()).length > 50], file).to.deep.equal([200, true]);
      expect(answer.headers.get('content-type')).to.match(/^text\/(css|javascript); charset=utf-8$/);
    }
    expect(html).not.to.match(/<script>|onload=|https?:/);
  });
});
