import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { painter } from '../../show/paint.ts';
import type { Report } from '../../report/report.ts';
import { reportPage } from '../../report/report.ts';
import { expectGoodPage } from '../../testing/page-rules.ts';
import type { Outcome } from '../outcome.ts';
import type { RunCommand } from './command.ts';
import type { RedRun } from './red-runs.ts';
import { runSim } from './run.ts';
import { runSeeds } from './run-seeds.ts';
import type { SeedRun } from './run-seeds.ts';
import { readSchedule } from './schedule-file.ts';
import { redWithout } from './seed-result.ts';
import type { SeedResult } from './seed-result.ts';
import { odd } from './testing/odd-seeds.ts';

const green = (seed: number): SeedResult => ({ ...redWithout(seed, ''), reds: [] });

const seedRun = (change: Partial<SeedRun>): { run: SeedRun; done: number[] } => {
  const done: number[] = [];
  const run: SeedRun = {
    workers: [{ run: (seed) => Promise.resolve(green(seed)) }],
    from: 1,
    mostRed: 10,
    signal: new AbortController().signal,
    now: () => 0,
    take: ({ seed }) => done.push(seed),
    ...change,
  };
  return { run, done };
};

describe('Seeds', () => {
  it('are given out one after the other, each once, to whichever worker is free', async () => {
    const worker = { run: (seed: number) => Promise.resolve(green(seed)) };
    const { run, done } = seedRun({ workers: [worker, worker, worker], from: 5, seeds: 20 });
    expect(await runSeeds(run)).to.equal('seeds');
    expect(done.toSorted((a, b) => a - b)).to.deep.equal(Array.from({ length: 20 }, (_, n) => 5 + n));
  });

  it('end with the minutes, even if there are some left', async () => {
    let now = 0;
    const { run, done } = seedRun({ seeds: 1_000, minutes: 1, now: () => (now += 10_000) });
    expect(await runSeeds(run)).to.equal('minutes');
    expect(done.length).to.be.within(3, 6);
  });

  it('end with enough red ones', async () => {
    const { run, done } = seedRun({
      workers: [{ run: (seed) => Promise.resolve(redWithout(seed, 'boom')) }],
      mostRed: 3,
    });
    expect(await runSeeds(run)).to.equal('red');
    expect(done).to.deep.equal([1, 2, 3]);
  });

  it('end when somebody stops them, and those that run are finished', async () => {
    const over = new AbortController();
    const { run, done } = seedRun({ signal: over.signal });
    const workers = [
      {
        run: (seed: number) => {
          if (seed === 4) over.abort();
          return Promise.resolve(green(seed));
        },
      },
    ];
    expect(await runSeeds({ ...run, workers })).to.equal('stopped');
    expect(done).to.deep.equal([1, 2, 3, 4]);
  });
});

describe('A run of seeds on workers', function () {
  this.timeout(60_000);
  let reports: string;
  let pages: [folder: string, report: Report][];
  beforeEach(() => {
    pages = [];
    reports = mkdtempSync(join(tmpdir(), 'saga-lab-sim-'));
  });
  afterEach(() => {
    rmSync(reports, { recursive: true });
  });

  const run = async (
    command: Partial<RunCommand>,
    signal = new AbortController().signal,
  ): Promise<Outcome & { text: string; red: readonly RedRun[]; fingerprint: string }> => {
    const outcome = await runSim(
      { kind: 'run', from: 1, seeds: 20, workers: 2, json: false, ...command },
      {
        entry: new URL('testing/worker.ts', import.meta.url),
        reports,
        signal,
        stderr: new PassThrough() as unknown as NodeJS.WriteStream,
        write: (folder, report) => {
          pages.push([folder, report]);
          return Promise.resolve(`${folder}/index.html`);
        },
        patienceMs: 5_000,
      },
    );
    const { totals } = outcome.data as { totals: { red: readonly RedRun[]; fingerprint: string } };
    return { ...outcome, ...totals, text: outcome.lines(painter(false)).join('\n') };
  };

  it('counts everything, and names what did not happen', async () => {
    const { exitCode, text } = await run({});
    expect(exitCode).to.equal(0);
    expect(text)
      .to.match(/crash +20\n/)
      .and.to.match(/conflict +40\n/)
      .and.to.match(/COMPLETED +20\n/);
    expect(text)
      .to.include('(/) 20 seeds (1 to 20) on 2 workers')
      .and.to.include('all invariants hold in each');
    expect(text).to.include('(~) This run has seen no fault of: pause');
    expect(text).to.include('(~) This run has seen no "sometimes" of: parked');
  });

  it('writes a page with all figures, the red seeds first', async () => {
    await run({});
    expect(pages.map(([folder]) => folder)).to.deep.equal([join(reports, 'sim-1-to-20')]);
    expect(pages).to.have.nested.property('[0][1].outcome.state', 'holds');
    expect(pages).to.have.deep.nested.property('[0][1].figures[0].rows[0]', ['crash', 20]);
    await run({ from: odd.red, seeds: 2, twin: 'No Inbox' });
    const [folder, red] = pages.at(-1) ?? expect.fail('no page');
    expect(folder).to.equal(join(reports, `sim-no-inbox-${odd.red}-to-${odd.red + 1}`));
    const html = reportPage(red, [], []);
    expectGoodPage(html);
    expect(html).to.include(`Seed ${odd.red}, I-5`).and.to.include('--replay');
  });

  it('has the same fingerprint with one worker as with three, and another for other seeds', async () => {
    const [one, three, others] = [
      await run({ workers: 1 }),
      await run({ workers: 3 }),
      await run({ from: 2 }),
    ];
    expect(one.fingerprint).to.equal(three.fingerprint);
    expect(one.fingerprint).not.to.equal(others.fingerprint);
  });

  it('says what takes the time, once it has seen enough', async () => {
    const { text } = await run({ seeds: 150, workers: 1 });
    expect(text).to.match(/What takes it: .+ \d+ %/);
  });

  it('makes a red seed small, writes it down and says how to have it again', async () => {
    const { exitCode, text, red } = await run({ from: odd.red, seeds: 1, twin: 'No Inbox' });
    expect(exitCode).to.equal(1);
    const file = join(reports, `sim-no-inbox-${odd.red}`, 'schedule.json');
    expect(red).to.have.length(1);
    expect(red[0]).to.include({ seed: odd.red, file });
    expect(text).to.include(`(x) Seed ${odd.red}, I-5: charged twice. 1 of its 20 choices are enough`);
    expect(text).to.include(`-> npm run sim -- --replay ${file} --story`);
    expect(readSchedule(file)).to.deep.include({
      seed: odd.red,
      twin: 'No Inbox',
      invariant: 'I-5',
      choices: { [`${odd.red} delay#2`]: 1 },
    });
  });

  it('keeps the protocols of a red seed in its schedule, and says them in the commands', async () => {
    const protocols = ['saga', '2pc'];
    const { text, red } = await run({ from: odd.red, seeds: 2, workers: 1, protocols });
    expect(text).to.include('under saga, 2pc on 1 worker');
    const file = join(reports, `sim-saga-2pc-${odd.red}`, 'schedule.json');
    expect(red[0]).to.include({ file });
    expect(readSchedule(file)).to.deep.include({ protocols });
    expect(pages).to.have.nested.property('[0][1].command').that.includes('--protocols saga,2pc');
  });

  for (const [how, seed, says] of [
    ['throws', odd.throws, 'error: boom'],
    ['kills its thread', odd.dies, 'ended with 3'],
    ['does not end', odd.hangs, 'did not end within 5 s'],
  ] as const)
    it(`calls a seed red whose simulation ${how}, and goes on with the others`, async () => {
      const { exitCode, text, red } = await run({
        from: seed,
        seeds: seed === odd.hangs ? 3 : 1,
        workers: 1,
      });
      expect(exitCode).to.equal(1);
      expect(red.map((one) => one.seed)).to.deep.equal([seed]);
      expect(text).to.include(says).and.to.include('Not made smaller');
      expect(readSchedule(red[0]?.file ?? '')).not.to.have.property('choices');
    });

  it('shrinks the first red seed of each invariant, and names the others', async () => {
    const { red } = await run({ from: odd.red, seeds: 3, workers: 1 });
    expect(red.map(({ seed, file }) => [seed, file !== undefined])).to.deep.equal([
      [odd.red, true],
      [odd.throws, true],
      [odd.dies, false],
    ]);
    expect(red[2]?.next).to.equal(`npm run sim -- --seeds 1 --from ${odd.dies}`);
  });

  it('says its figures so far when it is stopped, and writes nothing of it off as green', async () => {
    const over = new AbortController();
    setTimeout(() => {
      over.abort();
    }, 1_500);
    const { exitCode, text } = await run({ from: 1_000_000, seeds: 100_000_000 }, over.signal);
    expect(exitCode).to.equal(130);
    expect(text).to.include('The run ended early: it was stopped');
    expect(existsSync(join(reports, 'sim-1000000'))).to.equal(false);
  });
});
