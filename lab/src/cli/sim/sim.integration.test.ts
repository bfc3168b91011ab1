// The simulator's short form for every build: seeds that are always the same, and a block that is another each time.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { writeReport } from '../../report/run-folder.ts';
import { allProtocols } from '../protocol-list.ts';
import { painter } from '../../show/paint.ts';
import type { RunCommand } from './command.ts';
import { newTotals } from './totals.ts';
import type { Totals } from './totals.ts';
import { runSim } from './run.ts';
import { runSeeds } from './run-seeds.ts';
import { simWorker } from './sim-worker.ts';

const root = resolve(import.meta.dirname, '../../../..');
const entry = new URL('worker.ts', import.meta.url);
const FIXED = 300;

/** As npm does it: exit code, stdout, stderr. */
const sim = (args: readonly string[], onFirstWord: (interrupt: () => void) => void = () => undefined) =>
  new Promise<{ code: number | null; out: string; err: string }>((done) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'lab/src/cli/sim/sim.ts', ...args], {
      cwd: root,
    });
    const text = { out: '', err: '' };
    child.stdout.on('data', (bytes: Buffer) => (text.out += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (text.err += bytes.toString()));
    child.on('close', (code) => {
      done({ code, ...text });
    });
    child.stderr.once('data', () => {
      onFirstWord(() => child.kill('SIGINT'));
    });
  });

const never = new AbortController().signal;

const runHere = async (command: Partial<RunCommand>): Promise<{ totals: Totals; text: string }> => {
  const workers = availableParallelism();
  const { data, lines } = await runSim(
    { kind: 'run', from: 1, workers, json: false, ...command },
    { entry, reports: join(root, 'reports'), signal: never, stderr: process.stderr, write: writeReport },
  );
  return { ...(data as { totals: Totals }), text: lines(painter(false)).join('\n') };
};

const absent = (counts: Totals['faults']): readonly string[] =>
  Object.keys(counts).filter((name) => counts[name] === 0);

describe('The simulator', function () {
  this.timeout(600_000);

  it(`finds nothing in ${FIXED} fixed seeds, in which every fault happens and everything is seen that must be`, async () => {
    const { totals, text } = await runHere({ seeds: FIXED });
    expect(totals.red, text).to.deep.equal([]);
    expect(totals.seeds).to.equal(FIXED);
    expect(absent(totals.faults), 'faults that did not happen').to.deep.equal([]);
    expect(absent(totals.seen), 'what was not seen').to.deep.equal([]);
  });

  for (const protocols of [undefined, allProtocols])
    it(`finds nothing in a block of seeds that nobody has chosen${protocols ? ', under all protocols' : ''}; its first one is printed`, async () => {
      const from = randomInt(1_000_000, 900_000_000);
      const again = `npm run sim -- --from ${from} --seeds 100${protocols ? ' --protocols all' : ''}`;
      process.stdout.write(`      the first one: ${from}. To have it again: ${again}\n`);
      const { totals, text } = await runHere({ from, seeds: 100, minutes: 0.2, protocols });
      expect(totals.red, text).to.deep.equal([]);
      expect(totals.seeds).to.be.above(0);
    });

  it('finds nothing in seeds that all forget what ended long ago', async () => {
    const { totals, text } = await runHere({ from: 3_001, seeds: 40, forgets: true });
    expect(totals.red, text).to.deep.equal([]);
    const { seen } = totals;
    expect(seen['saga forgotten'], text).to.be.above(totals.seeds);
    expect(absent({ 'old message refused': seen['old message refused'] ?? 0 })).to.deep.equal([]);
  });

  it('runs a seed the same way alone and beside others', async () => {
    const hashes = async (count: number): Promise<readonly (readonly [number, string | undefined])[]> => {
      const workers = Array.from({ length: count }, () => simWorker({ entry, profile: false }));
      const all: [number, string | undefined][] = [];
      const totals = newTotals();
      await runSeeds({
        workers,
        from: 501,
        seeds: 12,
        mostRed: 1,
        signal: never,
        now: () => 0,
        take: (result) => {
          totals.add(result);
          all.push([result.seed, result.hash]);
        },
      });
      await Promise.all(workers.map((worker) => worker.stop()));
      return all.sort(([a], [b]) => a - b);
    };
    const [alone, beside] = [await hashes(1), await hashes(3)];
    expect(alone.every(([, hash]) => hash !== undefined)).to.equal(true);
    expect(beside).to.deep.equal(alone);
  });

  describe('on the command line', () => {
    let dir: string;
    beforeEach(() => {
      dir = mkdtempSync(join(tmpdir(), 'saga-lab-sim-'));
    });
    afterEach(() => {
      rmSync(dir, { recursive: true });
    });

    it('gives one JSON document', async () => {
      const { code, out } = await sim(['--seeds', '2', '--json']);
      expect(code).to.equal(0);
      expect(JSON.parse(out)).to.deep.include({ holds: true, from: 1, ended: 'seeds' });
    });

    it('ends in order when it is interrupted, with its figures so far', async () => {
      const { code, out, err } = await sim(['--seeds', '100000'], (interrupt) => {
        interrupt();
      });
      expect(code, err).to.equal(130);
      expect(out).to.include('The run ended early: it was stopped');
    });

    it('shows a planted bug as a story, with exit code 1', async () => {
      const file = 'lab/src/simulator/regressions/twins/ack-before-commit.json';
      const { code, out } = await sim(['--replay', file, '--story']);
      expect(code).to.equal(1);
      expect(out)
        .to.include('orchestrator')
        .and.to.match(/ !( |$)/m)
        .and.to.include('(x) I-9');
    });

    it('refuses a bug that it does not know, and a file that is none', async () => {
      const unknown = await sim(['--twin', 'no such bug']);
      expect([unknown.code, unknown.err]).to.satisfy(
        ([code, err]: [number, string]) => code === 64 && err.includes('ack before commit'),
      );
      const file = join(dir, 'schedule.json');
      writeFileSync(file, '{"format":"saga-lab schedule"');
      const garbled = await sim(['--replay', file]);
      expect(garbled.code).to.equal(2);
      expect(garbled.err).to.include('cut off');
    });
  });
});
