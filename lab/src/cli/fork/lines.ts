// A fork as lines: where it was cut off, what became of what was on its way, the verdicts, and how to go on.
import type { ServiceName } from '@saga-lab/contracts/services';
import { quoted } from '@saga-lab/launcher/command/shell';
import type { EngineName } from '@saga-lab/launcher/system/state-file';
import { count } from '../../checker/verdict.ts';
import type { Audit } from '../../reader/audit.ts';
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import { auditLines } from '../check/show.ts';
import type { SagaEnds } from './ends.ts';

export interface Forked {
  /** Where it was cut off, as it can be typed again. */
  readonly moment: string;
  /** Of the last that had happened, and when that was, milliseconds since the epoch. */
  readonly lamport: number;
  readonly at: number | undefined;
  readonly commits: number;
  readonly ofCommits: number;
  readonly inFlight: number;
  readonly timers: number;
  readonly engine: EngineName;
  readonly dataDir: string;
  readonly staysUp: boolean;
  readonly urls: Readonly<Record<ServiceName, string>>;
  readonly sagas: readonly SagaEnds[];
  readonly audit: Audit;
}

/** More of them are counted. */
const MOST_SAGAS = 10;

export const linesOf = (forked: Forked, paint: Paint): readonly string[] => [
  paint('heading', `A fork at ${forked.moment}`),
  ...beginLines(forked),
  '',
  ...sagaLines(forked.sagas, paint),
  '',
  ...auditLines(forked.audit, paint),
  '',
  ...nextLines(forked),
];

const beginLines = ({ lamport, at, commits, ofCommits, inFlight, timers, engine, dataDir }: Forked) => [
  `  ${at === undefined ? 'nothing had happened' : `the last before it: ${new Date(at).toISOString()}, Lamport value ${lamport}`}`,
  `  it begins with ${commits} of ${ofCommits} commits`,
  `  ${count(inFlight, 'message')} in flight, sent again; ${count(timers, 'timer')} armed, fired when due`,
  `  ${engine} engine, in ${dataDir}`,
];

const sagaLines = (sagas: readonly SagaEnds[], paint: Paint): readonly string[] => {
  if (sagas.length === 0) return ['No saga was on its way.'];
  const rows = sagas
    .slice(0, MOST_SAGAS)
    .map(({ saga, then, there, here }) => [saga, then ?? 'not begun', there ?? '-', here ?? '-']);
  const more = sagas.length - rows.length;
  return [
    paint('heading', `${count(sagas.length, 'saga')} on the way then, and how each ended`),
    ...table(['saga', 'then', 'in the original', 'in the fork'], rows).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more; --json has all`] : []),
  ];
};

const nextLines = ({ staysUp, dataDir, engine, urls }: Forked): readonly string[] => {
  if (!staysUp && engine === 'memory') return ['It is stopped, and what it kept is gone: it was in memory.'];
  const folder = quoted(dataDir);
  if (!staysUp) return ['It is stopped. To go on with it:', `  npm start -- --data-dir ${folder}`];
  return [
    'It stays up until Ctrl-C. In a second terminal:',
    `  npm run lab -- status --data-dir ${folder}`,
    `  npm run lab -- check --data-dir ${folder}`,
    ...Object.entries(urls).map(([service, url]) => `  ${url}/docs   ${service}`),
  ];
};
