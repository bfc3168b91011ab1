import { join } from 'node:path';
import { expect } from 'chai';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { contest } from './contest/contest.ts';
import { openGround } from './contest/ground.ts';
import type { OpenGround } from './contest/ground.ts';
import { planOf } from './contest/plan.ts';
import { comparedLoads } from './figures/comparison.ts';
import { judged, readRecorded, sentenceOf } from './figures/recorded.ts';

const say = (line: string): void => void process.stdout.write(`    ${line}\n`);

describe('The smoke test of the benchmark', () => {
  let ground: OpenGround | undefined;
  afterEach(async () => {
    await ground?.close();
  });

  // Ratios, because absolute figures say more about the machine than about the code.
  it("finds no less than half of the recorded ratio to the floor's rate, with 50 and with 200 at once", async function () {
    this.retries(2); // some seconds of a machine that does something else as well say nothing
    ground = await openGround(join(defaultDataDir, 'bench'), say);
    const runs = await contest(ground, planOf({ extent: 'smoke' }), {
      during: (_what, work) => work,
      measured: () => undefined,
      running: () => undefined,
    });
    const all = judged(comparedLoads(runs), readRecorded());
    for (const each of all) say(sentenceOf(each));
    expect(all.map(({ load }) => load)).to.deep.equal(['50 at once', '200 at once']);
    expect(all.filter(({ holds }) => !holds).map(sentenceOf)).to.deep.equal([]);
  });
});
