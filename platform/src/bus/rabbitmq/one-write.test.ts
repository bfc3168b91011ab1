import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { inOneWrite, socketOf } from './one-write.ts';

describe('a socket that writes once a turn', () => {
  it('hands on what came in one turn together, in its order, and never waits for the next', async () => {
    const writes: string[] = [];
    const socket = new Writable({
      write: (chunk, _encoding, done) => {
        writes.push(String(chunk));
        done();
      },
      writev: (chunks, done) => {
        writes.push(chunks.map(({ chunk }) => String(chunk)).join(''));
        done();
      },
    });
    inOneWrite(socket);
    for (const frame of ['a', 'b', 'c']) socket.write(frame);
    expect(writes).to.deep.equal([]);
    await setImmediate();
    expect(writes).to.deep.equal(['abc']);
    socket.write('d');
    await setImmediate();
    expect(writes).to.deep.equal(['abc', 'd']);
  });

  it('is found in a connection, or is not there', () => {
    const stream = new Writable();
    expect(socketOf({ stream })).to.equal(stream);
    expect([socketOf({}), socketOf({ stream: {} })]).to.deep.equal([undefined, undefined]);
  });
});
