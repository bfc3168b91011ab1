import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect } from 'chai';
import { MongoNetworkError } from 'mongodb';
import { useFakeTimers } from 'sinon';
import { PermanentError } from '../decider/errors.ts';
import { guarded } from './mongo-errors.ts';

const failureOf = (error: Error): Promise<unknown> =>
  guarded(() => Promise.reject(error)).catch((thrown: unknown) => thrown);

/** The other side has ended it. */
const closedSocket = async (): Promise<Socket> => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').resume();
  socket.on('error', () => undefined);
  await once(socket, 'end');
  server.close();
  return socket;
};

describe('What an error of the database means', () => {
  it('a failure of the driver or of its socket passes', async () => {
    const reset = Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET', syscall: 'write' });
    for (const error of [new MongoNetworkError('connection closed'), reset])
      expect(await failureOf(error)).to.include({ name: 'TransientError', code: 'STORE_UNAVAILABLE' });
  });

  it('so does what Node says of a socket that was closed before the driver wrote to it, with a code alone', async () => {
    const socket = await closedSocket();
    const late = await new Promise((resolve) => socket.write('late', resolve));
    const destroyed = await new Promise((resolve) => socket.destroy().write('later', resolve));
    for (const error of [late, destroyed] as (Error & { code: string })[]) {
      expect(error).not.to.have.property('syscall');
      expect(await failureOf(error), error.code).to.include({ code: 'STORE_UNAVAILABLE' });
    }
  });

  // @covers R-27
  it('so does silence without end, after a minute', async () => {
    const clock = useFakeTimers();
    try {
      const failure = guarded(() => new Promise(() => undefined)).catch((thrown: unknown) => thrown);
      await clock.tickAsync(60_000);
      expect(await failure).to.include({ code: 'STORE_UNAVAILABLE' });
      expect(clock.countTimers()).to.equal(0);
      await guarded(() => Promise.resolve('an answer'));
      expect(clock.countTimers(), 'a timer for what was answered').to.equal(0);
    } finally {
      clock.restore();
    }
  });

  it('a bug, and what is permanent, stays what it is', async () => {
    for (const error of [new TypeError('undefined'), new PermanentError('FEED_LOST', 'gone')])
      expect(await failureOf(error)).to.equal(error);
  });
});
