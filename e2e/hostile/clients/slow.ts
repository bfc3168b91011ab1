// Clients that never come to an end by themselves: each holds a connection until the service has had enough.
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { ScenarioRun } from '../../stage/scenario-run.ts';
import type { AnswerCounts } from '../../stage/answer-counts.ts';
import { keptAlive, openRawConnection } from './raw-connection.ts';

/** Of each kind. */
const CLIENTS = 50;
const TRICKLE_MS = 1_000;

interface SlowClient {
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

const heads: readonly SlowClient[] = serviceNames.map((service) => ({
  what: `headers byte by byte to ${service}`,
  service,
  opening: 'GET /livez HTTP/1.1\r\nHost: lab\r\nX: ',
  trickle: 'x',
  statuses: [408],
}));

const ofBody = (
  what: string,
  opening: string,
  trickle = '',
  statuses: readonly number[] = [408],
): SlowClient => ({
  what,
  service: 'order-service',
  opening,
  trickle,
  statuses,
});

const bodies: readonly SlowClient[] = [
  ofBody('a body byte by byte', posting('Content-Length: 100'), '['),
  ofBody('chunk by chunk of one byte', posting('Transfer-Encoding: chunked'), '1\r\n[\r\n'),
  ofBody('half a body', `${posting('Content-Length: 100')}[[[[`),
  ofBody(
    'Expect: 100-continue, and no body',
    posting('Expect: 100-continue', 'Content-Length: 100'),
    '',
    [100, 408],
  ),
];

/** All at the same time; resolves when the services have ended them all, each with 408, and headers sooner than bodies. */
export const slowClients = async (run: ScenarioRun, answers: AnswerCounts): Promise<void> => {
  for (const { what } of [...heads, ...bodies]) run.reportAction(`${CLIENTS} slow clients: ${what}`);
  const begin = Date.now();
  const ends = async (kinds: readonly SlowClient[]): Promise<readonly number[]> => {
    const all = kinds.flatMap((kind) => Array.from({ length: CLIENTS }, () => runToEnd(run, kind, answers)));
    return (await Promise.all(all)).map((end) => (end - begin) / 1_000).sort((a, b) => a - b);
  };
  const [ofHeads, ofBodies] = await Promise.all([ends(heads), ends(bodies)]);
  const words = (seconds: readonly number[]) =>
    `${seconds.at(0)?.toFixed(1)} to ${seconds.at(-1)?.toFixed(1)} s`;
  run.reportResult(
    `all got 408 and were cut off: headers after ${words(ofHeads)}, bodies after ${words(ofBodies)}`,
  );
  expect(ofHeads.at(-1), 'end of the last slow headers, s').to.be.below(ofBodies.at(0) ?? 0);
};

/** Resolves with the time when it was over. */
const runToEnd = async (
  { access }: ScenarioRun,
  kind: SlowClient,
  answers: AnswerCounts,
): Promise<number> => {
  const { socket, closed, answers: got } = await openRawConnection(access.urls[kind.service]);
  socket.write(kind.opening);
  const trickling = setInterval(() => socket.writable && socket.write(kind.trickle), TRICKLE_MS);
  await closed;
  const end = Date.now();
  clearInterval(trickling);
  for (const answer of got()) answers.add(kind.what, answer);
  const statuses = got().map(({ status }) => status);
  expect(statuses, kind.what).to.deep.equal(kind.statuses);
  return end;
};
