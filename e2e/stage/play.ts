// Plays one scenario: reports it, draws its sagas, and then checks from outside that everything adds up.
import { check } from '@saga-lab/lab/reader/check';
import { deadLetterIds } from '@saga-lab/lab/reader/read-system';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import { holds } from '@saga-lab/lab/checker/verdict';
import { settledCommits } from '@saga-lab/lab/client/settled';
import type { Paint } from '@saga-lab/lab/show/paint';
import { legendFor, timeline } from '@saga-lab/lab/show/timeline';
import { verdictLines } from '@saga-lab/lab/show/verdict';
import type { Scenario } from './define.ts';
import { inWords } from './failure.ts';
import type { RunContext, ScenarioRun } from './scenario-run.ts';
import { scenarioRun } from './scenario-run.ts';
import { judgeStories } from './stories.ts';

export interface ScenarioResult {
  readonly name: string;
  readonly ok: boolean;
  readonly orders: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** Why it is not ok, if the run itself went wrong. */
  readonly error?: string;
}

/** Pictures of more sagas than this would fill the screen and show nothing. */
const MOST_PICTURES = 2;

/** Never rejects for what the scenario finds; `write` gets one line at a time. */
export const play = async (scenario: Scenario, stage: RunContext, paint: Paint): Promise<ScenarioResult> => {
  const { write } = stage;
  const run = scenarioRun(stage);
  const deadLettersBefore = await deadLetterIds(stage.lab);
  write('');
  write(`${paint('heading', scenario.name)}: ${scenario.sentence}`);
  write('');
  let verdicts: readonly Verdict[] = [];
  const judged = async () => {
    await drawSagas(run, stage, paint);
    verdicts = await check(stage.lab, { ...run.fixtures, deadLettersBefore });
    await judgeStories(stage.lab, run.fixtures.orders);
  };
  const failures = [await failureOf(async () => scenario.play(run)), await failureOf(judged)];
  const error = failures.filter((failure) => failure !== undefined).join('\nthen: ') || undefined;
  if (error !== undefined) write(`  ${paint('fail', '(x)')} ${error.replaceAll('\n', '\n      ')}`);
  for (const line of ['', ...verdictLines(verdicts, paint), '']) write(line);
  const ok = error === undefined && isAsMeant(verdicts, scenario.breaks);
  return {
    name: scenario.name,
    ok,
    orders: run.fixtures.orders,
    verdicts,
    ...(error !== undefined && { error }),
  };
};

/** A scenario that shows how something breaks is as it should be if that breaks, and nothing else. */
export const isAsMeant = (verdicts: readonly Verdict[], breaks: Scenario['breaks']): boolean => {
  if (!breaks) return holds(verdicts);
  const { invariant, finding } = breaks;
  const broken = verdicts.find((one) => one.invariant === invariant);
  return (
    holds(verdicts.filter((one) => one !== broken)) &&
    broken?.state === 'violated' &&
    broken.findings.some((one) => one.includes(finding))
  );
};

const failureOf = (work: () => Promise<void>): Promise<string | undefined> =>
  work().then(() => undefined, inWords);

const drawSagas = async (
  { fixtures }: ScenarioRun,
  { lab, write, width }: RunContext,
  paint: Paint,
): Promise<void> => {
  if (fixtures.orders.length === 0 || fixtures.orders.length > MOST_PICTURES) return;
  for (const line of ['', ...legendFor(width)]) write(line);
  for (const order of fixtures.orders)
    for (const line of ['', ...timeline(await settledCommits(lab, order), paint, { width })]) write(line);
};
