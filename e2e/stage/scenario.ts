// `npm run scenario -- <name>`: plays one scenario and says with its exit code whether all went as it should.
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { painter, wantsColour } from '@saga-lab/lab/show/paint';
import { Command, CommanderError, Option } from 'commander';
import { loadCatalogue } from './catalogue.ts';
import type { Scenario } from './define.ts';
import { adviceLines, inWords as failureInWords, keepLogs } from './failure.ts';
import { listByChapter, plainList } from './list.ts';
import { inWords } from './needs.ts';
import { play } from './play.ts';
import type { EngineName, ScenarioSystem } from './scenario-system.ts';
import { missingFor, openScenarioSystem } from './scenario-system.ts';

interface Options {
  readonly json: boolean;
  readonly engine: EngineName;
}

const out = (line: string) => process.stdout.write(`${line}\n`);
const log = (line: string) => process.stderr.write(`${line}\n`);

const command = (): Command =>
  new Command('npm run scenario --')
    .description(
      'Plays one scenario on the running system, or on one that it starts. Without a name: lists all.',
    )
    .argument('[name]', 'which scenario')
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .addOption(
      new Option('--engine <name>', 'of a system that it starts')
        .choices(['real', 'memory'])
        .default('real')
        .env('SAGA_LAB_ENGINE'),
    )
    .exitOverride();

const main = async (): Promise<number> => {
  const parsed = command().parse();
  const options = parsed.opts<Options>();
  const [name] = parsed.args;
  const catalogue = await loadCatalogue();
  if (name === undefined) return list(catalogue, options);
  const scenario = catalogue.find((each) => each.name === name);
  if (!scenario)
    throw new ExitError(exitCodes.usage, `There is no scenario ${name}. See them all: npm run scenario`);
  return playOn(scenario, options);
};

const list = (catalogue: readonly Scenario[], { json }: Options): number => {
  const plain = catalogue.map(({ name, chapter, sentence, needs }) => ({
    name,
    chapter,
    sentence,
    needs,
    needsInWords: inWords(needs),
  }));
  if (json) out(JSON.stringify(plain, undefined, 2));
  else if (process.stdout.isTTY)
    listByChapter(catalogue, process.stdout.columns, painterOf(json)).forEach(out);
  else plainList(catalogue).forEach(out);
  return exitCodes.holds;
};

const playOn = async (scenario: Scenario, { json, engine }: Options): Promise<number> => {
  const system = await openScenarioSystem(scenario.needs, { engine, log });
  endOnSignals({ stop: system.close, exitCode: () => exitCodes.interrupted, say: log });
  endOnLooseError(system);
  try {
    const missing = missingFor(scenario.needs, system);
    if (missing !== undefined)
      throw new ExitError(exitCodes.missing, `${scenario.name} cannot play here: ${missing}`);
    const write = json ? () => undefined : out;
    const played = await play(scenario, { ...system, write, width: process.stdout.columns }, painterOf(json));
    if (json) out(JSON.stringify(played, undefined, 2));
    if (!played.ok) advise(scenario, system);
    return played.ok ? exitCodes.holds : exitCodes.violated;
  } finally {
    await system.close();
  }
};

/** Of a promise that a scenario has forgotten to await. */
const endOnLooseError = ({ close }: ScenarioSystem): void => {
  process.once('unhandledRejection', (error) => {
    log(`The scenario broke off: ${failureInWords(error)}`);
    void close('now').finally(() => process.exit(exitCodes.violated));
  });
};

const painterOf = (json: boolean) => painter(!json && wantsColour(process.stdout, process.env));

/** On stderr, so that it does not disturb who reads JSON. */
const advise = ({ name }: Scenario, { system, logs }: ScenarioSystem): void => {
  const stillRuns = system === undefined;
  const kept = stillRuns ? logs : keepLogs(logs, name);
  adviceLines({ name, logs: kept, stillRuns }).forEach(log);
};

/** What commander refuses it has printed itself; asking for help is no error. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.holds : exitCodes.usage;
  log(error instanceof ExitError ? error.message : `The scenario broke off: ${failureInWords(error)}`);
  return error instanceof ExitError ? error.exitCode : exitCodes.violated;
};

process.exit(await main().catch(exitCodeOf));
