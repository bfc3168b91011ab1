import { expect } from 'chai';
import sinon from 'sinon';
import { TransientError } from '../decider/errors.ts';
import { eventually } from '../time/eventually.ts';
import { startTally, TOKEN } from '../testing/tally-service.ts';

/** Paths, in the order of the description. */
const own = ['/tallies/{name}', '/tallies'];
const operated = [
  '/livez',
  '/readyz',
  '/metrics',
  '/dead-letters',
  '/dead-letters/{id}',
  '/dead-letters/{id}/replay',
  '/outbox',
  '/snapshots',
  '/snapshots/drop',
  '/read-models',
  '/read-models/{model}/rebuild',
  '/commits',
  '/correlations/{correlationId}/commits',
  '/tombstones',
];
const documents = ['/openapi.json', '/docs', '/docs/{file}'];

describe('a service', () => {
  let world: Awaited<ReturnType<typeof startTally>>;
  const lines: string[] = [];
  before(async () => {
    world = await startTally(lines);
  });
  after(() => world.service.stop());

  const add = (body: unknown, key: string) =>
    fetch(`${world.url}/tallies/a`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  const ask = async (path: string) => {
    const response = await fetch(world.url + path, { headers: { authorization: `Bearer ${TOKEN}` } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('takes a request from HTTP to the read model and to its log', async () => {
    expect((await add({ n: 2 }, 'k1')).status).to.equal(202);
    await eventually(async () =>
      expect((await ask('/tallies')).body).to.deep.equal([{ _id: 'a', version: 1, sum: 2 }]),
    );
    expect(lines.map((line) => JSON.parse(line) as object).find((line) => 'message' in line)).to.include({
      msg: 'committed',
      type: 'Add',
    });
  });

  it('does nothing for the same request again, and refuses another one under its key', async () => {
    expect((await add({ n: 2 }, 'k1')).status).to.equal(202);
    expect((await add({ n: 3 }, 'k1')).status).to.equal(422);
    expect((await ask('/commits')).body['items']).to.have.length(1);
  });

  it('is ready, and counts', async () => {
    expect((await ask('/readyz')).status).to.equal(200);
    const text = await (await fetch(`${world.url}/metrics`)).text();
    expect(text).to.contain('saga_lab_commits_total{type="Add",service="tally",instance="1"} 1');
    expect(text)
      .to.match(/saga_lab_handle_seconds_count\{.*via="http".*\} 3/)
      .and.match(/saga_lab_outbox_pending\{.*\} \d/);
  });

  // @covers R-25
  it('says in its own words why it is not ready', async () => {
    const broken = { ok: false, detail: 'connect ECONNREFUSED 10.0.0.1:5672' };
    const stub = sinon.stub(world.ports.bus, 'ready').returns(broken);
    const { status, body } = await ask('/readyz');
    stub.restore();
    expect([status, body['reasons']]).to.deep.equal([503, ['the broker cannot be used']]);
  });

  it('says which queue it cannot consume', async () => {
    const broken = { ok: false, detail: 'Operation failed: 404', queue: 'the queue q is not there' };
    const stub = sinon.stub(world.ports.bus, 'ready').returns(broken);
    const { body } = await ask('/readyz');
    stub.restore();
    expect(body['reasons']).to.deep.equal(['the broker cannot be used: the queue q is not there']);
  });

  it('says that an alarm of the broker keeps it from publishing, as a reason and as a figure', async () => {
    const stubs = [
      sinon.stub(world.ports.bus, 'ready').returns({ ok: false, detail: 'low on memory' }),
      sinon.stub(world.ports.bus, 'publishing').returns('blocked'),
    ];
    const { status, body } = await ask('/readyz');
    const text = await (await fetch(`${world.url}/metrics`)).text();
    for (const stub of stubs) stub.restore();
    const reason = 'the broker takes no messages: an alarm of its memory or disk';
    expect([status, body['reasons']]).to.deep.equal([503, [reason]]);
    expect(text)
      .to.match(/saga_lab_publishing\{state="blocked".*\} 1/)
      .and.match(/saga_lab_publishing\{state="open".*\} 0/);
  });

  it('keeps what it cannot read as a dead letter', async () => {
    world.broker.inject('tally.commands', 'no JSON');
    await eventually(async () => expect((await ask('/dead-letters')).body['items']).to.have.length(1));
    const [letter] = (await ask('/dead-letters')).body['items'] as { _id: string }[];
    const path = `/dead-letters/${encodeURIComponent(letter?._id ?? '')}`;
    expect((await ask(path)).body).to.include({
      body: 'no JSON',
      encoding: 'utf-8',
      size: 7,
      queue: 'tally.commands',
    });
  });

  it('describes first what it is for, then how it is operated, then its documents', async () => {
    const { body } = await ask('/openapi.json');
    const described = Object.entries(body['paths'] as Record<string, Record<string, { tags: string[] }>>);
    const tags = described.map(([path, operations]) => [
      path,
      ...new Set(Object.values(operations).flatMap((operation) => operation.tags)),
    ]);
    expect(tags).to.deep.equal([
      ...own.map((path) => [path, 'tally']),
      ...operated.map((path) => [path, 'operation']),
      ...documents.map((path) => [path, 'documents']),
    ]);
    expect((body['tags'] as { name: string }[]).map(({ name }) => name)).to.deep.equal([
      'tally',
      'operation',
      'documents',
    ]);
  });

  it('describes all that it answers', async () => {
    const { body } = await ask('/openapi.json');
    expect(body['paths']).to.have.all.keys(...own, ...operated, ...documents);
  });
});

describe('a service that ends', () => {
  it('ends its background work and answers no more', async () => {
    const { service, url, calls } = await startTally();
    expect(calls).to.deep.equal(['background']);
    await service.stop();
    expect(calls).to.deep.equal(['background', 'background ended']);
    expect(await fetch(url).catch(() => 'gone')).to.equal('gone');
  });
});

describe('a service that starts just when its database goes away', () => {
  // @covers F-15
  it('waits for the clock of the database, says so in its log, and is ready when it is back', async () => {
    const lines: string[] = [];
    let left = 3;
    const world = await startTally(lines, (store) => ({
      now: () =>
        left-- > 0 ? Promise.reject(new TransientError('STORE_UNAVAILABLE', 'no primary')) : store.now(),
    }));
    try {
      const waits = lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === 'waiting')
        .map(({ level, detail }) => `${String(level)}: ${String(detail)}`);
      expect(waits).to.deep.equal(['warn: no primary', 'warn: no primary', 'warn: no primary']);
      await eventually(async () => expect((await fetch(`${world.url}/readyz`)).status).to.equal(200));
      expect(world.calls).to.deep.equal(['background']);
    } finally {
      await world.service.stop();
    }
  });
});
