// `npm run compose:try`: docker compose up, for real, and everything that docs/operations.md says about it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import { endOnSignals } from '../../command/ending.ts';
import { exitCodes, ExitError } from '../../command/exit-codes.ts';
import { failed } from '../../command/failed.ts';
import { progressOn } from '../../command/progress.ts';
import { markChildren } from '../../processes/marked.ts';
import { commandsWith, root } from './commands.ts';
import { stepLine, summary } from './report.ts';
import { runTrial } from './trial.ts';

const HELP = `Usage: npm run compose:try -- [--json]

Builds the image, runs the whole lab under Docker, plays on it, kills in it, checks it, and removes it.

  --json  one JSON document on stdout, nothing else
  --help  this text

Example: npm run compose:try -- --json`;

/** @throws ExitError 64 for a bad command line. */
const optionsIn = (args: readonly string[]) => {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { json: flag, help: flag } }).values;
  } catch (error) {
    throw new ExitError(exitCodes.usage, `${errorMessage(error)}\n\n${HELP}`);
  }
};

/** Nothing that is meant for another system: addresses, tokens, another compose file. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name === 'SAGA_LAB_MARK' || !/^(SAGA_LAB_|ADMIN_TOKEN|COMPOSE_)/.test(name),
    ),
  );

/** @throws ExitError 78 if another trial of this checkout is under way. */
const takePlace = (dir: string): void => {
  const file = join(dir, 'trial.pid');
  mkdirSync(dir, { recursive: true });
  const pid = readIfThere(file);
  if (readIfThere(`/proc/${pid}/cmdline`).includes('compose/trial/main.ts'))
    throw new ExitError(exitCodes.configuration, `A trial runs already (pid ${pid}). Stop it: kill ${pid}`);
  writeFileSync(file, String(process.pid));
};

const readIfThere = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const write = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<void> => {
  const { json, help } = optionsIn(process.argv.slice(2));
  if (help) {
    write(HELP);
    return;
  }
  const dir = join(root, '.data', 'compose');
  takePlace(dir);
  const logFile = join(dir, 'trial.log');
  writeFileSync(logFile, '');
  const guard = markChildren();
  const environment = cleanEnvironment();
  const commands = commandsWith(logFile, environment);
  const progress = progressOn(process.stderr);
  const trial = runTrial({
    workshop: { ...progress, dir, commands },
    cleaning: commandsWith(logFile, environment),
    onStep: json ? () => undefined : (step) => write(stepLine(step)),
  }).finally(() => guard.sweep());
  const isEnding = endOnSignals({
    stop: async (how) => {
      commands.stop();
      if (how !== 'now') await trial.catch(() => undefined);
    },
    exitCode: () => exitCodes.interrupted,
    say: progress.say,
  });
  const report = await trial.catch((error: unknown) => (isEnding() ? undefined : failed(error)));
  if (!report) return; // whoever told this to end does the rest
  write(json ? JSON.stringify(report) : summary(report).join('\n'));
  if (!report.ok) progress.say(`All that was printed: less ${logFile}`);
  process.exit(report.ok ? exitCodes.holds : exitCodes.violated);
};

await main().catch(failed);
