// The demo and scenarios as tests: one at a time, on one system for all of them.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { holds } from '@saga-lab/lab/checker/verdict';
import { rebuild } from '@saga-lab/lab/cli/rebuild/rebuild';
import { lab } from '@saga-lab/lab/client/lab';
import { runDemo } from '@saga-lab/lab/demo/demo';
import { auditSystem } from '@saga-lab/lab/reader/audit-system';
import { painter } from '@saga-lab/lab/show/paint';
import { verdictLines } from '@saga-lab/lab/show/verdict';
import { loadCatalogue } from './catalogue.ts';
import type { Scenario } from './define.ts';
import { adviceLines, keepLogs } from './failure.ts';
import { byNeeds, inWords, kindOf } from './needs.ts';
import type { Needs, SystemKind } from './needs.ts';
import { play } from './play.ts';
import type { EngineName, ScenarioSystem } from './scenario-system.ts';
import { startScenarioSystem } from './scenario-system.ts';

const BOOT_MS = 180_000;
const SCENARIO_MS = 600_000;

export interface TestSystem {
  /** For the next test, whose lines come after those of the last are forgotten. */
  readonly next: () => ScenarioSystem;
  readonly write: (line: string) => void;
  /** Fails the test with all its lines, and with where the logs of the system are kept. */
  readonly failUnless: (ok: boolean, scenario?: string) => void;
}

/** Started before the tests of a `describe`, and stopped after them. */
export const testSystem = (engine: EngineName, needs?: Needs): TestSystem => {
  let system: ScenarioSystem | undefined;
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);

  before(async function () {
    this.timeout(BOOT_MS);
    system = await startScenarioSystem(engine, { needs, log: write });
  });

  after(async function () {
    this.timeout(BOOT_MS);
    await system?.close();
  });

  return {
    write,
    next: () => {
      if (!system) throw new Error('There is no system to play on.');
      lines.length = 0;
      return system;
    },
    failUnless: (ok, name) => {
      if (ok) return;
      const kept = name !== undefined && { name, logs: keepLogs(system?.logs, name), stillRuns: false };
      const advice = kept ? adviceLines(kept) : [];
      throw new Error(['This is how it went:', ...lines, ...advice].join('\n'));
    },
  };
};

/** The scenarios of one kind, on as few systems as can be. */
export const testKind = async (kind: SystemKind): Promise<void> => {
  const ofKind = (await loadCatalogue()).filter(({ needs }) => kindOf(needs) === kind);
  for (const { needs, scenarios } of byNeeds(ofKind))
    describe(`On ${inWords(needs)}`, () => {
      const stage = testSystem('real', needs);
      testScenarios(scenarios, stage);
      testWhatIsLeft(stage);
    });
};

export const testScenarios = (
  scenarios: readonly Scenario[],
  { next, write, failUnless }: TestSystem,
): void => {
  for (const scenario of scenarios)
    it(`${scenario.name}: ${scenario.sentence}`, async function () {
      this.timeout(SCENARIO_MS);
      const { ok } = await play(scenario, { ...next(), write }, painter(false));
      failUnless(ok, scenario.name);
    });
};

/** Of all scenarios before it, those of orders that nobody asked about and of messages that nobody sent too. */
export const testWhatIsLeft = (stage: TestSystem): void => {
  testDecisions(stage);
  testReadModels(stage);
};

const testDecisions = ({ next, write, failUnless }: TestSystem): void => {
  it('whatever was decided here, by whatever scenario, is decided the same again', async function () {
    this.timeout(SCENARIO_MS);
    const options = { limit: Number.MAX_SAFE_INTEGER, waitMs: 0, tell: write };
    const { audit } = await auditSystem(lab(next().access), options);
    const decisions = audit.verdicts.filter(({ invariant }) => invariant === 'I-20');
    for (const line of verdictLines(decisions, painter(false))) write(line);
    failUnless(decisions.length === 1 && holds(decisions));
  });
};

const testReadModels = ({ next, write, failUnless }: TestSystem): void => {
  it('every read model of every service is, byte for byte, what the history makes of it', async function () {
    this.timeout(SCENARIO_MS);
    const asked = lab(next().access);
    const ofService = async (service: ServiceName): Promise<boolean> => {
      const { lines, exitCode } = await rebuild(asked, service, undefined);
      for (const line of [service, ...lines(painter(false))]) write(line);
      return exitCode === exitCodes.holds;
    };
    const equal = await Promise.all(serviceNames.map(ofService));
    failUnless(equal.every(Boolean));
  });
};

export const testDemo = ({ next, write, failUnless }: TestSystem): void => {
  it('the demo: four sagas end as announced, and everything adds up', async function () {
    this.timeout(SCENARIO_MS);
    const { ok } = await runDemo(next().access, write);
    failUnless(ok);
  });
};
