import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { ofEveryService } from '@saga-lab/contracts/services';
import { asking } from '@saga-lab/lab/client/request';
import { expect } from 'chai';
import { answersAllowed } from '../judge/answers.ts';
import { visit } from './client.ts';
import { openLedger } from './ledger.ts';
import { visitsOf } from './visits.ts';
import type { Visit } from './visits.ts';

const first = (many: number, seed: number): readonly Visit[] => {
  const visits = visitsOf(seed);
  return Array.from({ length: many }, () => visits.next().value);
};

const share = (visits: readonly Visit[], is: (visit: Visit) => boolean): number =>
  visits.filter(is).length / visits.length;

describe('The customers of the nemesis', () => {
  it('come as the seed says', () => {
    expect(first(50, 7)).to.deep.equal(first(50, 7));
    expect(first(50, 8)).not.to.deep.equal(first(50, 7));
  });

  it('are a mix: most can be served, some have no money, some want what is sold out, some cancel or give up', () => {
    const visits = first(5_000, 7);
    expect(share(visits, ({ prospect }) => prospect !== 'fulfilled')).to.be.within(0.08, 0.12);
    expect(share(visits, ({ prospect }) => prospect === 'no money')).to.be.within(0.03, 0.07);
    expect(share(visits, ({ habit }) => habit === 'cancels')).to.be.within(0.03, 0.07);
    expect(share(visits, ({ habit }) => habit === 'gives up')).to.be.within(0.03, 0.07);
    expect(share(visits, ({ habit }) => habit === 'asks twice')).to.be.within(0.07, 0.13);
    expect(share(visits, ({ lines }) => lines.some(({ sku }) => sku.startsWith('hot')))).to.be.above(0.4);
    for (const { lines } of visits) expect(new Set(lines.map(({ sku }) => sku)).size).to.equal(lines.length);
  });
});

interface Told {
  readonly status: number;
  readonly body: unknown;
}

/** Answers one request after the other as it is told; the last answer again and again. */
const answering = async (answers: readonly Told[]) => {
  const keys: unknown[] = [];
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    const { status, body } = answers[Math.min(keys.length, answers.length - 1)] ?? { status: 500, body: {} };
    keys.push(request.headers['idempotency-key']);
    request.on('data', (chunk: Buffer) => bodies.push(JSON.parse(chunk.toString())));
    request.on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, keys, bodies, close: () => server.close() };
};

const order = { status: 202, body: { orderId: 'o1', status: 'PENDING' } };
const busy = { status: 503, body: {} };

const ordinary: Visit = {
  n: 1,
  customerId: 'ada-1',
  lines: [{ sku: 'hot-1', quantity: 1 }],
  prospect: 'fulfilled',
  habit: 'patient',
  dice: 0.5,
};

const visited = async (given: Partial<Visit> & { protocol?: string }, ...answers: readonly Told[]) => {
  const shop = await answering(answers);
  const ledger = openLedger();
  try {
    const closed = new AbortController().signal;
    const ask = asking({ urls: ofEveryService(() => shop.url), adminToken: 'a token' });
    await visit({ doors: [ask], ledger, closed }, 'key-1', { ...ordinary, ...given });
    return { ledger: ledger.ledger, keys: shop.keys, bodies: shop.bodies };
  } finally {
    shop.close();
  }
};

describe('One customer of the nemesis', () => {
  it('asks again with the same key until the order is accepted', async () => {
    const { ledger, keys } = await visited({}, busy, order);
    expect(keys).to.deep.equal(['key-1', 'key-1']);
    expect([...ledger.accepted]).to.deep.equal([['key-1', 'o1']]);
    expect([...ledger.maybe]).to.deep.equal([]);
    expect(Object.fromEntries(ledger.answers)).to.deep.equal({ 'place 503': 1, 'place 202': 1 });
    expect(answersAllowed(ledger).state).to.equal('holds');
  });

  it('orders under the protocol that is given, or leaves it to the shop', async () => {
    const { bodies } = await visited({ protocol: '2pc' }, order);
    expect(bodies).to.have.length(1).and.have.nested.property('[0].protocol', '2pc');
    expect((await visited({}, order)).bodies[0]).not.to.have.property('protocol');
  });

  it('knows nothing about an order after giving up: it may be there', async () => {
    const { ledger } = await visited({ habit: 'gives up', dice: 0 }, busy);
    expect([[...ledger.accepted], [...ledger.maybe]]).to.deep.equal([[], ['key-1']]);
  });

  it('must get the same order for the same key', async () => {
    const other = { status: 202, body: { orderId: 'o2', status: 'PENDING' } };
    const { ledger } = await visited({ habit: 'asks twice' }, order, other);
    expect(answersAllowed(ledger).findings.join()).to.match(/^the key key-1 was answered with order o\d, /);
    expect(answersAllowed(ledger).state).to.equal('violated');
  });

  it('must never be answered 500, whatever goes on', async () => {
    const { ledger, keys } = await visited({}, { status: 500, body: { code: 'INTERNAL' } });
    expect(keys).to.have.length(1);
    expect(answersAllowed(ledger).findings).to.deep.equal(['place: 500 {"code":"INTERNAL"}.']);
  });

  it('without credentials must not get what is for operators', () => {
    const ledger = openLedger();
    ledger.answered('stranger', { status: 401, body: '{}' });
    ledger.answered('stranger', undefined);
    expect(answersAllowed(ledger.ledger).state).to.equal('holds');
    ledger.answered('stranger', { status: 200, body: '{"items":[]}' });
    expect(answersAllowed(ledger.ledger).findings).to.deep.equal(['stranger: 200 {"items":[]}.']);
  });
});
