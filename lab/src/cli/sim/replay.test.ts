import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { painter } from '../../show/paint.ts';
import type { Choices, Twin } from '../../simulator/simulation.ts';
import { madeUpSimulate, simulationOf } from '../../testing/made-up-simulation.ts';
import { keep } from './keep.ts';
import { replay } from './replay.ts';
import { newSchedule } from './schedule.ts';
import { readSchedule, writeSchedule } from './schedule-file.ts';

const twin: Twin = { name: 'no inbox', change: (composition) => composition };
const twinNamed = (name: string) => (name === twin.name ? twin : undefined);
const wrong = (choices: Choices) => (choices.has('kill#1') ? 'charged twice' : undefined);
const { simulate } = madeUpSimulate({ wrong, asksFor: (name) => name !== 'gone#1' });
const asked = { story: false, trace: false, json: false };

describe('Replaying and keeping a schedule', () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-replay-'));
    file = join(dir, 'schedule.json');
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  const write = (choices: Record<string, number>, bug?: string) => {
    const red = { invariant: 'I-5', finding: 'charged twice' } as const;
    writeSchedule(file, newSchedule({ seed: 7, twin: bug, red, choices: Object.entries(choices) }));
  };
  const replayed = async (options: Partial<typeof asked> = {}, simulator = simulate) => {
    const command = { kind: 'replay', file, ...asked, ...options } as const;
    const outcome = await replay(command, {
      simulate: simulator,
      twinNamed,
      width: 80,
      write: (folder) => Promise.resolve(`${folder}/index.html`),
    });
    return { ...outcome, text: outcome.lines(painter(false)).join('\n') };
  };

  it('ends with 1 as long as it is red, and says what is wrong', async () => {
    write({ 'kill#1': 1 });
    const { exitCode, text, data } = await replayed();
    expect(exitCode).to.equal(1);
    expect(text).to.include('(x) I-5: charged twice').and.to.include('(/) I-1');
    expect(text).to.match(/The report is written.*: reports\/sim-7\/index[.]html$/);
    expect(data).to.deep.include({ holds: false, reds: [{ invariant: 'I-5', finding: 'charged twice' }] });
  });

  it('ends with 0 when it is green, and says which choices mean nothing any more', async () => {
    write({ 'late#1': 1, 'gone#1': 2 });
    const { exitCode, text } = await replayed();
    expect(exitCode).to.equal(0);
    expect(text).to.include('(/) Everything holds, also I-5');
    expect(text).to.include('did not come to 1 of 2 choices of the schedule, such as "gone#1"');
  });

  it('plants the bug that it names, and refuses one that is not known with 2', async () => {
    const planted: (string | undefined)[] = [];
    write({}, 'no inbox');
    await replayed({}, (options) => {
      planted.push(options.twin?.name);
      return Promise.resolve(simulationOf());
    });
    expect(planted).to.deep.equal(['no inbox']);
    write({}, 'no such bug');
    const refused = await replayed().catch((error: unknown) => error as ExitError);
    expect(refused).to.be.instanceOf(ExitError).and.to.include({ exitCode: 2 });
    expect((refused as ExitError).message).to.include('"no such bug"');
  });

  it('shows every step, if wanted', async () => {
    write({});
    const { text } = await replayed({ trace: true }, ({ trace }) =>
      Promise.resolve(simulationOf({ trace: trace ? ['0.3 > payment-service 1 starts'] : [] })),
    );
    expect(text).to.include('0.3 > payment-service 1 starts');
  });

  it('is red, too, when the simulator throws', async () => {
    write({});
    const { exitCode, text } = await replayed({ story: true }, () => Promise.reject(new Error('boom')));
    expect(exitCode).to.equal(1);
    expect(text).to.equal('(x) error: boom');
  });

  it('keeps it with its sentence, and says if it is still red', async () => {
    write({ 'kill#1': 1 });
    const folder = join(dir, 'regressions');
    const sentence = 'A charge was made twice';
    const command = { kind: 'keep', file, sentence, json: false } as const;
    const { exitCode, lines } = await keep(command, { simulate, twinNamed, folder });
    expect(exitCode).to.equal(0);
    expect(readSchedule(join(folder, 'i-5-7.json'))).to.deep.include({ wrong: sentence, seed: 7 });
    expect(lines(painter(false)).join('\n')).to.include('It is still red');
  });

  it('keeps one with a planted bug in a folder of its own, where red is right', async () => {
    write({ 'kill#1': 1 }, 'no inbox');
    const folder = join(dir, 'regressions');
    const command = { kind: 'keep', file, sentence: 'x', json: false } as const;
    const { lines } = await keep(command, { simulate, twinNamed, folder });
    expect(readdirSync(join(folder, 'twins'))).to.deep.equal(['no-inbox.json']);
    expect(lines(painter(false)).join('\n')).not.to.include('still red');
    expect(existsSync(join(folder, 'i-5-7.json'))).to.equal(false);
  });
});
