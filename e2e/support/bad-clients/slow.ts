// Clients that never come to an end by themselves: each holds a connection until the service has had enough.
import type { ServiceName } from '@saga-lab/launcher/client/documents';
import { serviceNames } from '@saga-lab/launcher/client/documents';
import { expect } from 'chai';
import type { Story } from '../../src/story.ts';
import type { Tally } from '../tally.ts';
import { keptAlive, openWire } from './wire.ts';

/** Of each kind. */
const CLIENTS = 50;
const TRICKLE_MS = 1_000;

interface Slow {
  readonly what: string;
  readonly service: ServiceName;
  /** Sent at once. */
  readonly opening: string;
  /** Sent once a second from then on. */
  readonly trickle: string;
  readonly statuses: readonly number[];
}

const posting = (...lines: readonly string[]) =>
  keptAlive('POST /orders', ['Content-Type: application/json', 'Idempotency-Key: slow', ...lines]);

const bodies: readonly Omit<Slow, 'service'>[] = [
  { what: 'a body byte by byte', opening: posting('Content-Length: 100'), trickle: '[', statuses: [408] },
  {
    what: 'chunk by chunk of one byte',
    opening: posting('Transfer-Encoding: chunked'),
    trickle: '1\r\n[\r\n',
    statuses: [408],
  },
  { what: 'half a body', opening: `${posting('Content-Length: 100')}[[[[`, trickle: '', statuses: [408] },
  {
    what: 'Expect: 100-continue, and no body',
    opening: posting('Expect: 100-continue', 'Content-Length: 100'),
    trickle: '',
    statuses: [100, 408],
  },
];

const kinds: readonly Slow[] = [
  ...serviceNames.map((service) => ({
    what: `headers byte by byte to ${service}`,
    service,
    opening: 'GET /livez HTTP/1.1\r\nHost: lab\r\nX: ',
    trickle: 'x',
    statuses: [408],
  })),
  ...bodies.map((body) => ({ service: 'order-service' as const, ...body })),
];

/** All at the same time; resolves when the services have ended them all, each with 408. */
export const slowClients = async (story: Story, answers: Tally): Promise<void> => {
  for (const { what } of kinds) story.does(`${CLIENTS} slow clients: ${what}`);
  const begin = Date.now();
  const each = kinds.flatMap((kind) => Array.from({ length: CLIENTS }, () => one(story, kind, answers)));
  await Promise.all(each);
  const seconds = ((Date.now() - begin) / 1_000).toFixed(1);
  story.sees(`all ${each.length} slow clients got 408, and their connections are over, after ${seconds} s`);
};

const one = async ({ access }: Story, kind: Slow, answers: Tally): Promise<void> => {
  const { socket, closed, answers: got } = await openWire(access.urls[kind.service]);
  socket.write(kind.opening);
  const trickling = setInterval(() => socket.writable && socket.write(kind.trickle), TRICKLE_MS);
  await closed;
  clearInterval(trickling);
  for (const answer of got()) answers.note(kind.what, answer);
  expect(
    got().map(({ status }) => status),
    kind.what,
  ).to.deep.equal(kind.statuses);
};
