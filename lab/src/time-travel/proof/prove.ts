// Time travel against what was true: one simulated run, recorded at random moments, and asked for the same moments at its end;
// and the parallel histories of that run.
import { streamFor } from '@saga-lab/platform/views/projection';
import type { Fold } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { changedHistory } from '../../checker/history.ts';
import type { History } from '../../checker/history.ts';
import { simulatedRebuilding } from '../../simulator/read-simulation.ts';
import { simulate } from '../../simulator/simulate.ts';
import { commitKey } from '../../simulator/simulation.ts';
import type { Simulation } from '../../simulator/simulation.ts';
import { EPOCH } from '../../simulator/world.ts';
import { proveParallel } from '../../what-if/proof/prove.ts';
import type { ParallelProof } from '../../what-if/proof/prove.ts';
import { flawsIn } from '../consistency.ts';
import { cutAt } from '../cut.ts';
import { readModelsAt } from '../states.ts';
import { askingLater } from './asking.ts';
import type { Ask } from './asking.ts';
import { homes, recording, resourceOf } from './record.ts';
import type { List, LiveAnswer, LiveMoment } from './record.ts';

export interface Proof {
  readonly seed: number;
  readonly moments: number;
  /** Answers that were compared with what was asked for later: by version, by time, and as part of a cut. */
  readonly compared: number;
  /** Of those by time: what was just being written, and has the date of the moment or before. */
  readonly beingWritten: number;
  readonly cuts: number;
  readonly parallel: Omit<ParallelProof, 'flaws'>;
  /** Answers that were asked for on both axes of time. */
  readonly bothAxes: number;
  /** Of those, about things whose history was corrected by the end of the run. */
  readonly corrected: number;
  /** Rows of statements and stock cards that were there as places to begin at; each answer is compared with a full replay. */
  readonly rows: number;
  /** One sentence for each difference and each inconsistency; none: it is proved. */
  readonly flaws: readonly string[];
}

export const prove = async (seed: number): Promise<Proof> => {
  const recorded = recording(seed);
  const simulation = await simulate({ seed, watch: recorded.watch, forgets: false });
  const asking = await askingLater(recorded, seed);
  const found: Judged[] = [];
  for (const moment of recorded.moments) found.push(await judged(simulation, moment, asking.ask));
  const sum = (field: Exclude<keyof Judged, 'flaws'>) => found.reduce((total, one) => total + one[field], 0);
  const { flaws: parallelFlaws, ...parallel } = await proveParallel(simulation);
  return {
    seed,
    moments: recorded.moments.length,
    compared: sum('compared'),
    beingWritten: sum('beingWritten'),
    cuts: sum('cuts'),
    bothAxes: sum('bothAxes'),
    corrected: sum('corrected'),
    rows: asking.rows(),
    parallel,
    flaws: [...found.flatMap(({ flaws }) => flaws), ...asking.flaws(), ...parallelFlaws],
  };
};

type Judged = Omit<Proof, 'seed' | 'moments' | 'parallel' | 'rows'>;

const judged = async (simulation: Simulation, moment: LiveMoment, ask: Ask): Promise<Judged> => {
  const { facts } = simulation;
  const byVersion = await Promise.all(moment.answers.map((answer) => versionFlaw(answer, ask)));
  const byTime = await Promise.all(
    moment.answers.map((answer) => timeFlaw({ simulation, moment, ask }, answer)),
  );
  const onBoth = await Promise.all(
    moment.answers.map((answer) => axesFlaw({ simulation, moment, ask }, answer)),
  );
  const asCut = cutFlaws(facts.history, moment);
  const cuts = [{ lamport: greatestLamport(facts.history, moment) }, { time: EPOCH + Math.round(moment.at) }];
  const inconsistent = cuts.flatMap((one) =>
    flawsIn(cutAt(facts.history, one), {
      forged: facts.tampering.forged,
      rebuilding: simulatedRebuilding,
    }).map((flaw) => `at ${JSON.stringify(one)}: ${flaw}`),
  );
  const differing = [...byVersion, ...byTime, ...onBoth, ...asCut].filter(
    (flaw) => flaw !== undefined && flaw !== WRITING,
  );
  return {
    compared: 3 * moment.answers.length,
    beingWritten: byTime.filter((flaw) => flaw === WRITING).length,
    cuts: cuts.length,
    bothAxes: moment.answers.length,
    corrected: moment.answers.filter((answer) => isCorrected(simulation, answer)).length,
    flaws: [...differing.map((flaw) => `${moment.at} ms: ${flaw}`), ...inconsistent],
  };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const shownOf = (list: List, { document }: Pick<Fold<ViewDocument>, 'document'>): unknown =>
  document && resourceOf(list).show(document);

const versionOf = ({ body }: LiveAnswer): number => (body as { version: number } | undefined)?.version ?? 0;

const differs = ({ list, id, body }: LiveAnswer, how: string, later: unknown): string =>
  `${list}/${id} ${how} is ${JSON.stringify(later)}, and was ${JSON.stringify(body)}`;

const versionFlaw = async (answer: LiveAnswer, ask: Ask): Promise<string | undefined> => {
  const version = versionOf(answer);
  if (version === 0) return undefined;
  const later = shownOf(answer.list, await ask(answer.list, answer.id, { known: { version } }));
  return same(later, answer.body) ? undefined : differs(answer, `at version ${version}`, later);
};

const WRITING = 'being written';

interface Asked {
  readonly simulation: Simulation;
  readonly moment: LiveMoment;
  readonly ask: Ask;
}

/**
 * A commit is dated when it is decided, and durable some milliseconds later. So what was asked for by time may differ from what
 * was seen then by exactly that: commits of this date that became durable behind the moment, or that were dated ahead of it.
 */
const timeFlaw = async (
  { simulation, moment, ask }: Asked,
  answer: LiveAnswer,
): Promise<string | undefined> => {
  const { list, id } = answer;
  const time = moment.clocks[homes[list]];
  const fold = await ask(list, id, { known: { time } });
  const later = shownOf(list, fold);
  if (same(later, answer.body)) return undefined;
  const stream = streamFor(resourceOf(list).projection, id);
  const events = simulation.facts.history.ofStream(stream);
  const wasDurable = (commit: string): boolean => moment.durable.has(commitKey(homes[list], commit));
  const differing = events.filter(({ at, commit }) => at <= time !== wasDurable(commit));
  const explained = new Set(differing.map(({ version }) => version));
  const seen = events.filter(({ commit }) => wasDurable(commit)).length;
  const [from, to] = [Math.min(seen, fold.version), Math.max(seen, fold.version)];
  const all = Array.from({ length: to - from }, (_, n) => from + n + 1);
  return all.length > 0 && all.every((version) => explained.has(version))
    ? WRITING
    : differs(answer, `at ${time}`, later);
};

const isCorrected = ({ facts }: Simulation, { list, id }: LiveAnswer): boolean => {
  const { corrections, projection } = resourceOf(list);
  const stream = streamFor(projection, id);
  return facts.history.ofStream(stream).some(({ type }) => type === corrections?.rules.type);
};

/**
 * What was known at a moment about that moment is what was shown, whatever was corrected before; and where nothing was ever
 * corrected, what was so is what was recorded.
 */
const axesFlaw = async (
  { simulation, moment, ask }: Asked,
  answer: LiveAnswer,
): Promise<string | undefined> => {
  const { list, id } = answer;
  const time = moment.clocks[homes[list]];
  const recorded = shownOf(list, await ask(list, id, { known: { time } }));
  const known = isCorrected(simulation, answer) ? { time } : {};
  const valid = shownOf(list, await ask(list, id, { known, validAt: time }));
  return same(valid, recorded)
    ? undefined
    : differs({ ...answer, body: recorded }, `valid at ${time}`, valid);
};

/** What the lab makes of all commits that were durable, and of no others. */
const cutFlaws = (history: History, { durable, answers }: LiveMoment): readonly (string | undefined)[] => {
  const then = changedHistory(history, ({ service, commit }) =>
    durable.has(commitKey(service, commit._id)) ? commit : undefined,
  );
  const shown = readModelsAt({ history: then });
  return answers.map((answer) => {
    const later = shown[answer.list].get(answer.id);
    return same(later, answer.body) ? undefined : differs(answer, 'in the cut', later);
  });
};

const greatestLamport = ({ all }: History, { durable }: LiveMoment): number =>
  all
    .filter(({ service, commit }) => durable.has(commitKey(service, commit._id)))
    .reduce((greatest, { commit }) => Math.max(greatest, commit.lamport), 0);
