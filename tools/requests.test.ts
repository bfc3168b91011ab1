// requests.http is sent, request by request, as it stands there, to a lab in the memory engine.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { lab } from '@saga-lab/lab/client/lab';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';

interface Request {
  readonly title: string;
  readonly name: string | undefined;
  readonly status: number | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const text = readFileSync(resolve(import.meta.dirname, '../requests.http'), 'utf8');

/** Method, address, headers and body, from behind the `### ` of one request to the next. */
const PART =
  /^(?<title>.+)\n(?<notes>(?:#.*\n)*)(?<method>[A-Z]+) (?<url>\S+)\n?(?<headers>(?:\S+: .*\n?)*)\n?(?<body>[^]*)$/;

const headersIn = (lines: string): Record<string, string> =>
  Object.fromEntries([...lines.matchAll(/^(\S+): (.*)$/gm)].map(([, key = '', value = '']) => [key, value]));

type PartName = 'title' | 'notes' | 'method' | 'url' | 'headers' | 'body';

const parsed = (part: string): Request => {
  const found = PART.exec(part.trim())?.groups ?? expect.fail(`no request: ${part}`);
  const { title, notes, method, url, headers, body } = found as Record<PartName, string>;
  const status = /^# expect (\d+)$/m.exec(notes)?.[1];
  return {
    title,
    name: /^# @name (\w+)$/m.exec(notes)?.[1],
    status: status === undefined ? undefined : Number(status),
    method,
    url,
    headers: headersIn(headers),
    body: body.trim(),
  };
};

const requests = text.split(/^### /m).slice(1).map(parsed);

describe('requests.http', function () {
  this.timeout(30_000);
  const values = new Map<string, string>();
  const filled = (template: string) =>
    template.replaceAll(
      /\{\{([^}]+)\}\}/g,
      (_all, name: string) => values.get(name) ?? expect.fail(`no ${name}`),
    );
  let dataDir: string;
  let system: System;

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-requests-'));
    system = await startSystem({ engine: 'memory', dataDir, log: () => undefined });
    const { 'order-service': orders, 'payment-service': payments, ...rest } = system.urls();
    values.set('orders', orders).set('payments', payments).set('token', system.adminToken);
    values.set('inventory', rest['inventory-service']).set('sagas', rest['saga-orchestrator']);
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  for (const { title, name, status, method, url, headers, body } of requests)
    it(`${title} is answered as it says`, async () => {
      const answer = await fetch(filled(url), {
        method,
        headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, filled(value)])),
        ...(body !== '' && { body: filled(body) }),
      });
      const answered = await answer.text();
      if (status === undefined) expect(answer.status, answered).to.be.within(200, 299);
      else expect(answer.status, answered).to.equal(status);
      if (name === undefined) return;
      const { orderId } = JSON.parse(answered) as { orderId: string };
      values.set(`${name}.response.body.orderId`, orderId);
      await lab({ urls: system.urls(), adminToken: system.adminToken }).sagaEnd(orderId);
    });

  it('has a request for every route that changes something', async () => {
    const asked = new Set(
      requests.map(({ method, url }) => `${method} ${url.replace(/\{\{[^}]+\}\}/g, '*')}`),
    );
    const { paths } = (await (await fetch(filled('{{sagas}}/openapi.json'))).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const acts = Object.keys(paths).filter(
      (path) => 'post' in (paths[path] ?? {}) && path.startsWith('/sagas/'),
    );
    expect(acts).not.to.deep.equal([]);
    for (const path of acts) expect(asked).to.include(`POST *${path.replace(/\{\w+\}/, '*')}`);
  });
});
