// `npm run twins`: plants one bug after the other, and sees each of them caught.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { table } from '../../show/table.ts';
import type { PlantedBug } from '../../twins/planted.ts';
import { runInterruptibly, write } from '../long-command.ts';
import type { Outcome } from '../outcome.ts';
import { progressBar } from '../progress-bar.ts';
import { newSchedule } from '../sim/schedule.ts';
import { simWorker } from '../sim/sim-worker.ts';
import { twinsCommand } from './command.ts';
import type { TwinsCommand } from './command.ts';
import type { Catch, Hunted } from './hunt.ts';
import { huntAll } from './hunt-all.ts';
import { keepSchedules, shownBy, whyPageNow } from './reasons.ts';
import { allCaught, dataOf, resultLines } from './show.ts';
import type { Result } from './show.ts';

const page = fileURLToPath(new URL('../../../../docs/why.md', import.meta.url));
const entry = new URL('../sim/worker.ts', import.meta.url);

const stopped = new AbortController();

const run = async (command: TwinsCommand): Promise<Outcome> => {
  const hunted = await huntShowing(command);
  const results: Result[] = [];
  for (const one of hunted) results.push(await resultOf(one));
  if (command.write && !stopped.signal.aborted) await writePage();
  return {
    data: dataOf(results),
    lines: (paint) => resultLines(results, paint),
    exitCode: exitCodeOf(results),
  };
};

const huntShowing = async (command: TwinsCommand): Promise<readonly Hunted[]> => {
  const { twins, write: keeps, more, ...limits } = command;
  const doing = new Map<PlantedBug, string>();
  let done = 0;
  const bar = progressBar(process.stderr, () => ({
    share: done / twins.length,
    text: `${done} of ${twins.length} bugs; ${[...doing].map(([{ name }, what]) => `${name}: ${what}`).join('; ')}`,
  }));
  try {
    return await huntAll({
      ...limits,
      twins,
      wanted: more + 1,
      signal: stopped.signal,
      newWorker: ({ name, protocols }) => simWorker({ entry, twin: name, protocols, profile: false }),
      tell: (twin, what) => void doing.set(twin, what),
      take: ({ twin, catches }) => {
        if (keeps && catches.length > 0) keepSchedules(twin, bySize(catches));
        doing.delete(twin);
        done += 1;
      },
    });
  } finally {
    bar.stop();
  }
};

const bySize = (catches: readonly Catch[]): readonly Catch[] =>
  catches.toSorted((a, b) => a.choices.size - b.choices.size || a.seed - b.seed);

const resultOf = async ({ twin, seeds, catches }: Hunted): Promise<Result> => {
  const [shortest] = bySize(catches);
  const shown =
    shortest &&
    (await shownBy(twin, newSchedule({ twin: twin.name, protocols: twin.protocols, ...shortest })));
  return { twin, seeds, firstSeed: catches[0]?.seed, shown };
};

const exitCodeOf = (results: readonly Result[]): number => {
  if (stopped.signal.aborted) return exitCodes.interrupted;
  return allCaught(results) ? exitCodes.holds : exitCodes.violated;
};

const list = ({ twins }: TwinsCommand): Outcome => ({
  data: twins.map(({ name, mechanism, rules, consequence, breaks }) => ({
    name,
    mechanism,
    rules,
    consequence,
    breaks,
  })),
  lines: () =>
    table(
      ['bug', 'taken away'],
      twins.map(({ name, mechanism }) => [name, mechanism]),
    ),
  exitCode: exitCodes.holds,
});

const writePage = async (): Promise<Outcome> => {
  writeFileSync(page, await whyPageNow());
  return { data: { written: page }, lines: () => [`Written: ${page}`], exitCode: exitCodes.holds };
};

const outcomeOf = (command: TwinsCommand): Outcome | Promise<Outcome> => {
  if (command.list) return list(command);
  return command.page ? writePage() : run(command);
};

const main = async (): Promise<number> => {
  const command = twinsCommand(process.argv.slice(2));
  return write(await outcomeOf(command), command.json);
};

await runInterruptibly(main, stopped);
