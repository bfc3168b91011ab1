import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ordersAt } from './orders.ts';

type Answer = Readonly<Record<string, string>> & { readonly status: string };
const overloaded: Answer = { status: '503', code: 'OVERLOADED', 'retry-after': '1' };
const ORDER = { customerId: 'c', lines: [{ sku: 's', quantity: 1 }] };

/** Answers each order with the next of these; `hangs up` closes the connection instead. */
const serverOf = async (answers: readonly (Answer | 'hangs up')[]) => {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    const answer = answers[keys.length];
    keys.push(request.headers['idempotency-key']);
    if (answer === 'hangs up' || !answer) request.socket.destroy();
    else {
      const { status, code, ...headers } = answer;
      response.writeHead(Number(status), headers).end(JSON.stringify({ orderId: `o${keys.length}`, code }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const orders = ordersAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const close = (): void => {
    orders.close();
    server.closeAllConnections();
    server.close();
  };
  return { orders, keys, close };
};

describe('Placing orders', () => {
  it('gives back the id, or nothing where an order is turned away, and counts with which answer', async () => {
    const { orders, close } = await serverOf([{ status: '202' }, overloaded, overloaded, { status: '429' }]);
    const placed: unknown[] = [];
    for (let n = 0; n < 4; n += 1) placed.push(await orders.place(ORDER, `k${n}`));
    expect(placed).to.deep.equal(['o1', undefined, undefined, undefined]);
    expect(orders.refusals()).to.deep.equal({ '503, Retry-After: 1': 2, '429, Retry-After: none': 1 });
    close();
  });

  it('asks again, with the same key, where it is not known whether the order was accepted', async () => {
    const { orders, keys, close } = await serverOf([
      { status: '202' },
      'hangs up',
      { status: '503', code: 'TIMEOUT' },
      { status: '202' },
    ]);
    await orders.place(ORDER, 'a');
    expect(await orders.place(ORDER, 'b')).to.equal('o4');
    expect(keys).to.deep.equal(['a', 'b', 'b', 'b']);
    expect(orders.refusals()).to.deep.equal({ 'not known, asked again': 2 });
    close();
  });

  it('gives up where that happens again and again', async () => {
    const { orders, keys, close } = await serverOf([]);
    const failure = await orders.place(ORDER, 'a').catch((error: unknown) => error);
    expect(String(failure)).to.include('hang up');
    expect(keys).to.have.length(5);
    close();
  });
});
