import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
import type { Flow } from './tcp-flow.ts';
import { tcpProxy } from './tcp-proxy.ts';
import type { TcpProxy } from './tcp-proxy.ts';

/** However it ends. */
const closeOf = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve));

/** Answers every byte with itself, and keeps what it got, chunk by chunk. */
const echoServer = async () => {
  const got: string[] = [];
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    socket.on('data', (chunk) => {
      got.push(chunk.toString());
      socket.write(chunk);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `tcp://127.0.0.1:${port}`, got, sockets, stop };
};

describe('the TCP proxy', () => {
  let server: Awaited<ReturnType<typeof echoServer>>;
  let proxy: TcpProxy;
  let clients: Socket[];

  const client = async () => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    clients.push(socket);
    const heard: string[] = [];
    const ends: string[] = [];
    socket.on('data', (chunk) => heard.push(chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => ends.push(error.code ?? error.message));
    socket.on('close', () => ends.push('closed'));
    await Promise.race([closeOf(socket), new Promise((resolve) => socket.once('connect', resolve))]);
    return { socket, ends, heard: () => heard.join('') };
  };
  const sees = (what: () => unknown, expected: unknown) =>
    eventually(() => expect(what()).to.deep.equal(expected), { everyMs: 2 });
  const got = () => server.got.join('');
  const bothWays = (flow: Flow) => {
    proxy.shape({ requests: flow, answers: flow });
  };

  beforeEach(async () => {
    clients = [];
    server = await echoServer();
    proxy = await tcpProxy(server.url);
  });
  afterEach(async () => {
    for (const socket of clients) socket.destroy();
    await proxy.stop();
    server.stop();
  });

  it('passes what either side says, and the end of it', async () => {
    const { socket, heard } = await client();
    socket.write('hello');
    await sees(heard, 'hello');
    expect(proxy.counts()).to.deep.include({
      connects: 1,
      requests: { passed: 5, shaped: 0, held: 0, lost: 0 },
      answers: { passed: 5, shaped: 0, held: 0, lost: 0 },
    });
    socket.end();
    await sees(proxy.open, 0);
  });

  it('as a black hole: accepts, passes nothing, and hands over what it held when it heals', async () => {
    const before = await client();
    bothWays({ held: true });
    const during = await client();
    before.socket.write('one');
    during.socket.write('two');
    await sees(() => proxy.counts().requests.held, 6);
    expect([got(), before.ends, during.ends]).to.deep.equal(['', [], []]);
    bothWays({});
    await sees(before.heard, 'one');
    await sees(during.heard, 'two');
  });

  it('does not tell the server that the client has gone, until it heals', async () => {
    const { socket } = await client();
    await eventually(() => expect(server.sockets).to.have.length(1));
    bothWays({ held: true });
    const ended = server.sockets.map(closeOf);
    socket.write('last words');
    await sees(() => proxy.counts().requests.held, 10);
    socket.destroy();
    await closeOf(socket);
    expect([proxy.open(), server.sockets[0]?.destroyed]).to.deep.equal([1, false]);
    bothWays({});
    await sees(got, 'last words'); // sent again by TCP, though nobody waits for the answer any more
    await Promise.all(ended);
  });

  it('holds back the answers alone: the server acts, and the client does not hear of it', async () => {
    const { socket, heard } = await client();
    proxy.shape({ answers: { held: true } });
    socket.write('pay');
    await sees(got, 'pay');
    await sees(() => proxy.counts().answers.held, 3);
    expect(heard()).to.equal('');
    proxy.shape({});
    await sees(heard, 'pay');
  });

  it('holds back the requests alone', async () => {
    const { socket, heard } = await client();
    proxy.shape({ requests: { held: true } });
    socket.write('pay');
    await sees(() => proxy.counts().requests.held, 3);
    for (const each of server.sockets) each.write('are you there?');
    await sees(heard, 'are you there?');
    expect(got()).to.equal('');
  });

  it('cuts every connection on both sides, and takes new ones', async () => {
    const { ends } = await client();
    await eventually(() => expect(server.sockets).to.have.length(1));
    const ended = server.sockets.map(closeOf);
    proxy.cut();
    await sees(() => ends, ['ECONNRESET', 'closed']);
    await Promise.all(ended);
    expect([proxy.counts().cuts, proxy.open()]).to.deep.equal([1, 0]);
    const again = await client();
    again.socket.write('again');
    await sees(again.heard, 'again');
  });

  it('refuses connections for as long as it is told to', async () => {
    proxy.refuse(true);
    const { ends } = await client();
    await sees(() => ends.at(-1), 'closed');
    expect(proxy.counts()).to.include({ connects: 0, refused: 1 });
    proxy.refuse(false);
    const { socket, heard } = await client();
    socket.write('now');
    await sees(heard, 'now');
  });

  it('lets nothing arrive before its time, and nothing overtake', async () => {
    const { socket, heard } = await client();
    proxy.shape({ requests: { late: [40, 120] } });
    const begin = Date.now();
    const words = Array.from({ length: 20 }, (_, n) => `${n} `);
    for (const word of words) {
      socket.write(word);
      await new Promise(setImmediate);
    }
    await sees(heard, words.join(''));
    expect(Date.now() - begin).to.be.within(39, 1_000); // one after the other it would be 1.6 s
    expect(proxy.counts().requests.shaped).to.equal(words.join('').length);
  });

  it('takes as long as a narrow link needs', async () => {
    const { socket, heard } = await client();
    proxy.shape({ requests: { bytesPerSecond: 10_000 } });
    const begin = Date.now();
    const letter = 'x'.repeat(3_000);
    socket.write(letter);
    await sees(heard, letter);
    expect(Date.now() - begin).to.be.within(280, 1_500);
  });

  // @covers F-45
  it('makes the sender of a narrow link wait: it keeps no more than sockets do', async () => {
    const { socket } = await client();
    proxy.shape({ requests: { bytesPerSecond: 1_000 } });
    const flood = Buffer.alloc(64 * 1024 * 1024);
    expect(socket.write(flood)).to.equal(false);
    await eventually(() => expect(proxy.counts().requests.passed).to.be.above(100));
    expect(socket.writableLength).to.be.above(0);
  });

  it('cuts what is said into pieces of 1 to 7 bytes, and loses none', async () => {
    const { socket, heard } = await client();
    proxy.shape({ requests: { mostPiece: 7 } });
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(20);
    socket.write(text);
    await sees(heard, text);
    expect(Math.min(...server.got.map(({ length }) => length))).to.be.below(8);
    expect(proxy.counts().requests.shaped).to.equal(text.length);
  });

  it('resets every connection after so many bytes more, in the middle of what is said', async () => {
    const { socket, ends } = await client();
    socket.write('0123456789');
    await sees(got, '0123456789');
    proxy.shape({ requests: { cutAfter: 4 } });
    socket.write('abcdef');
    await sees(() => ends.at(-1), 'closed');
    const next = await client();
    next.socket.write('ghijkl');
    await sees(() => next.ends.at(-1), 'closed');
    expect(got()).to.satisfy((all: string) => '0123456789abcdghij'.startsWith(all)); // a reset may overtake the last bytes
    expect(proxy.counts().cuts).to.equal(2);
  });
});
