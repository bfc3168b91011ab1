// The nemesis in short, as it runs with every `npm test`: fixed seeds, few customers, and no fault that takes minutes to heal.
import { verdictLines } from '@saga-lab/lab/show/verdict';
import { painter } from '@saga-lab/lab/show/paint';
import { allProtocols } from '@saga-lab/lab/cli/protocol-list';
import type { ScenarioSystem } from '../stage/scenario-system.ts';
import { runNemesis } from './run.ts';

const SEED = 4;
/** More than it waits for anything, so that it can say what did not come. */
const MOST_MS = 900_000;

describe('The nemesis', () => {
  let system: ScenarioSystem | undefined;

  after(async () => {
    await system?.close('now');
  });

  // @covers F-70 F-08 F-43 F-44 F-46 F-60
  it(`mixes faults by seed ${SEED} for half a minute of orders under each protocol, and everything adds up`, async function () {
    this.timeout(MOST_MS);
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const { verdicts } = await runNemesis({
      seed: SEED,
      durationMs: 25_000,
      rate: 4,
      instances: 2,
      stepDeadlineMs: 30_000,
      protocols: allProtocols,
      only: ['kill-service', 'reset', 'delay', 'slices', 'double-messages', 'reverse-messages'],
      say,
      started: (started) => {
        system = started;
      },
    });
    if (verdicts.some(({ state }) => state !== 'holds'))
      throw new Error(
        ['This is how it went:', ...lines, ...verdictLines(verdicts, painter(false))].join('\n'),
      );
  });
});
