// Plays one scenario: tells it, draws its sagas, and then checks from outside that everything adds up.
import { check } from '@saga-lab/lab/reader/check';
import { deadLetterIds } from '@saga-lab/lab/reader/read-system';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import { holds } from '@saga-lab/lab/checker/verdict';
import { settledCommits } from '@saga-lab/lab/client/settled';
import type { Paint } from '@saga-lab/lab/show/paint';
import { legend, timeline } from '@saga-lab/lab/show/timeline';
import { verdictLines } from '@saga-lab/lab/show/verdict';
import type { Scenario } from './define.ts';
import type { Stage, Story } from './story.ts';
import { tellStory } from './story.ts';

export interface Played {
  readonly name: string;
  readonly ok: boolean;
  readonly orders: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** Why it is not ok, if the story itself went wrong. */
  readonly error?: string;
}

/** More sagas than this are a crowd, and no picture shows a crowd. */
const MOST_PICTURES = 2;

/** Never rejects for what the scenario finds; `write` gets one line at a time. */
export const play = async (scenario: Scenario, stage: Stage, paint: Paint): Promise<Played> => {
  const { write } = stage;
  const story = tellStory(stage);
  const deadLettersBefore = await deadLetterIds(stage.lab);
  write('');
  write(`${paint('heading', scenario.name)}: ${scenario.sentence}`);
  write('');
  let verdicts: readonly Verdict[] = [];
  const judged = async () => {
    await draw(story, stage, paint);
    verdicts = await check(stage.lab, { ...story.cast, deadLettersBefore });
  };
  const failures = [await failureOf(async () => scenario.play(story)), await failureOf(judged)];
  const error = failures.filter((failure) => failure !== undefined).join('; then: ') || undefined;
  if (error !== undefined) write(`  ${paint('fail', '(x)')} ${error}`);
  for (const line of ['', ...verdictLines(verdicts, paint), '']) write(line);
  const ok = error === undefined && holds(verdicts);
  return {
    name: scenario.name,
    ok,
    orders: story.cast.orders,
    verdicts,
    ...(error !== undefined && { error }),
  };
};

const failureOf = async (work: () => Promise<void>): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const draw = async ({ cast }: Story, { lab, write }: Stage, paint: Paint): Promise<void> => {
  if (cast.orders.length === 0 || cast.orders.length > MOST_PICTURES) return;
  for (const line of ['', ...legend]) write(line);
  for (const order of cast.orders)
    for (const line of ['', ...timeline(await settledCommits(lab, order), paint)]) write(line);
};
