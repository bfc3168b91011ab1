// One run of the nemesis: a system of its own under load, faults by a seed, healing, and the judgement.
import type { Facts } from '@saga-lab/lab/checker/facts';
import { isUnder } from '@saga-lab/lab/checker/protocols';
import { holds } from '@saga-lab/lab/checker/verdict';
import { keepLogs } from '../stage/failure.ts';
import { startScenarioSystem } from '../stage/scenario-system.ts';
import { conduct } from './conduct.ts';
import { judgeAll, untilQuiet } from './end.ts';
import { begin, healAll } from './inject/inject.ts';
import { stageOf } from './inject/stage.ts';
import type { Stage } from './inject/stage.ts';
import { answersAllowed } from './judge/answers.ts';
import { bankVerdict } from './judge/bank.ts';
import { countKinds, livenessFloor } from './judge/floor.ts';
import { seenIn } from './judge/seen.ts';
import { sightings, sometimesSeen } from './judge/sometimes.ts';
import { kindOf } from './kinds.ts';
import { openLedger } from './load/ledger.ts';
import type { Ledger } from './load/ledger.ts';
import { placeLoad } from './load/load.ts';
import { doorsOf, openShop } from './prepare.ts';
import type { NemesisOptions, NemesisResult } from './result.ts';
import { scheduleOf } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { watchBank } from './watch/bank.ts';
import { samplerOf } from './watch/sampler.ts';
import { watchTakeovers } from './watch/takeover.ts';

/** Longer than this needs, unless something is stuck. */
const QUIET_MS = 120_000;
/**
 * As services are set up by themselves, but for waits of minutes: what repeats itself slows down, or a busy machine would do
 * nothing else any more.
 */
const env = { SLOW_REPEAT_MS: '10000', LEASE_MS: '5000' };
const STATUS_EVERY_MS = 15_000;

/** Rejects only if the system cannot be had or read; leaves nothing of it. */
export const runNemesis = async (options: NemesisOptions): Promise<NemesisResult> => {
  const { seed, instances, stepDeadlineMs, say, started } = options;
  const needs = { ownServers: true, proxies: true, clocksAheadMs: {}, instances } as const;
  const begun = performance.now();
  const system = await startScenarioSystem('real', {
    log: say,
    seed,
    needs,
    env: { ...env, STEP_DEADLINE_MS: String(stepDeadlineMs) },
  });
  started(system);
  try {
    const stage = stageOf(system);
    await openShop(stage);
    const start = performance.now() - begun;
    const result = await judged(stage, await underFire(stage, options), { options, start });
    const logs = holds(result.verdicts) ? undefined : keepLogs(system.logs, `nemesis-${seed}`);
    if (logs !== undefined) say(`Logs of all parts: ${logs}/`);
    return result;
  } finally {
    await system.close();
  }
};

/** The load and the faults, and all who watch. */
const underFire = async (stage: Stage, options: NemesisOptions) => {
  const { seed, durationMs, rate, instances, only, protocols, say } = options;
  const schedule = scheduleOf({ seed, durationMs, instances, ...(only && { only }) });
  const doors = doorsOf(stage, instances);
  const [ledger, over] = [openLedger(), new AbortController()];
  const sampler = samplerOf(doors.processes);
  await sampler.sample();
  const takeovers = watchTakeovers(sampler, instances);
  const connects = connectsOf(stage);
  const [began, from] = [Date.now(), performance.now()];
  const now = () => performance.now() - from;
  const watching = [sampler.run(over.signal), watchBank(doors.labs, stage.fixtures, over.signal)] as const;
  const status = setInterval(() => say(statusOf(now(), ledger.ledger)), STATUS_EVERY_MS);
  const closed = new AbortController().signal;
  const shop = { doors: doors.labs.map(({ ask }) => ask), ledger, closed };
  const load = placeLoad(shop, { seed, rate, durationMs, protocols });
  const performed = await conduct(schedule.injections, {
    begin: (injection) => begin(stage, injection),
    now,
    signal: over.signal,
    tell: (what, injection) => {
      takeovers.tell(what, injection);
      if (what === 'begun') say(lineOf(now(), injection));
    },
  });
  await load.finally(() => {
    clearInterval(status);
  });
  const loadMs = now();
  say(
    `${seconds(loadMs)} The last customer is gone, and the last fault is over: healing, and waiting until it is quiet`,
  );
  await healAll(stage);
  over.abort();
  const [, bank] = await Promise.all(watching);
  const quiet = await untilQuiet(stage, QUIET_MS);
  await sampler.sample();
  return {
    schedule,
    performed,
    bank,
    quiet,
    began,
    sampler,
    loadMs,
    ledger: ledger.ledger,
    healingMs: now() - loadMs,
    takeovers: await takeovers.count(),
    reconnects: connectsOf(stage) - connects,
    restarts: doors.processes.reduce((sum, { part }) => sum + sampler.tally.lives(part) - 1, 0),
  };
};

const judged = async (
  stage: Stage,
  fire: Awaited<ReturnType<typeof underFire>>,
  { options, start }: { options: NemesisOptions; start: number },
): Promise<NemesisResult> => {
  const { sampler, takeovers, loadMs, healingMs, ...rest } = fire;
  const { performed, ledger, bank } = fire;
  options.say(
    `Quiet after ${(fire.quiet.afterMs / 1_000).toFixed(1)} s; judging ${ledger.accepted.size} orders`,
  );
  const from = performance.now();
  const { facts, verdicts, maybeThere, promise } = await judgeAll(stage, ledger);
  const outcomes = outcomesIn(facts);
  const faults = countKinds(performed);
  const { durationMs, instances, stepDeadlineMs, protocols } = options;
  const seen = seenIn({ facts, tally: sampler.tally, performed, takeovers });
  const all = sightings(seen, {
    performed,
    instances,
    durationMs,
    stepDeadlineMs,
    hasSagas: protocols?.includes('saga') ?? true,
  });
  const own = [
    bankVerdict(bank),
    livenessFloor({ outcomes, faults }),
    sometimesSeen(all),
    answersAllowed(ledger),
  ];
  const judging = performance.now() - from;
  return {
    ...rest,
    facts,
    maybeThere,
    promise,
    outcomes,
    faults,
    sightings: all,
    verdicts: [...verdicts, ...own],
    tookMs: { start, load: loadMs, healing: healingMs, judging },
  };
};

const outcomesIn = ({ orders }: Facts): Readonly<Record<string, number>> => {
  const outcomes: Record<string, number> = {};
  for (const one of orders) {
    const status = isUnder(one)
      ? `${one.order.status} under ${one.order.protocol}`
      : (one.saga?.status ?? 'NOT STARTED');
    outcomes[status] = (outcomes[status] ?? 0) + 1;
  }
  return outcomes;
};

const connectsOf = ({ links }: Stage): number =>
  links.at({}).reduce((sum, [, proxy]) => sum + proxy.counts().connects, 0);

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1).padStart(7)} s`;

const lineOf = (at: number, { kind, target, forMs }: Schedule['injections'][number]): string =>
  `${seconds(at)} ${kind}, ${target}, for ${(forMs / 1_000).toFixed(1)} s: ${kindOf(kind).words}`;

const statusOf = (at: number, { accepted, maybe, visits }: Ledger): string =>
  `${seconds(at)} ${visits} customers so far: ${accepted.size} orders accepted, ${maybe.size} not answered (yet)`;
