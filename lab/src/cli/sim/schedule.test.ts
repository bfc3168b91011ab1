import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'chai';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { newSchedule, optionsOf, parseSchedule, ScheduleError, scheduleText } from './schedule.ts';
import { readSchedule, writeSchedule } from './schedule-file.ts';

const schedule = newSchedule({
  seed: 17,
  twin: 'no-inbox',
  red: { invariant: 'I-5', finding: 'ChargePayment took effect 2 times' },
  choices: [
    ['payment-service 1 committing ChargePayment (3f2a): fault', 2],
    ['plan: orders', 1],
  ],
});
const text = scheduleText(schedule);
const lines = text.split('\n');

const complaint = (content: string): string => {
  try {
    parseSchedule(content);
  } catch (error) {
    if (error instanceof ScheduleError) return error.message;
    throw error;
  }
  return 'it was read';
};

const changed = (fields: object): string => JSON.stringify({ ...schedule, ...fields });

describe('A schedule in a file', () => {
  it('is the same when it is read again, and what the simulator takes', () => {
    expect(parseSchedule(text)).to.deep.equal(schedule);
    const { seed, choices } = optionsOf(schedule, undefined);
    expect(seed).to.equal(17);
    expect([...(choices ?? [])]).to.deep.equal(Object.entries(schedule.choices ?? {}));
  });

  it('says under which protocols orders are placed, and names one that there is not', () => {
    const mixed = { ...schedule, protocols: ['saga', '2pc'] };
    expect(optionsOf(parseSchedule(JSON.stringify(mixed)), undefined).protocols).to.deep.equal([
      'saga',
      '2pc',
    ]);
    expect(complaint(changed({ protocols: ['4pc'] }))).to.include('the field protocols > 0');
    expect(optionsOf(schedule, undefined)).not.to.have.property('protocols');
  });

  it('leaves the choices to the seed where the simulator could not say them', () => {
    const bare = newSchedule({ seed: 3, red: { invariant: 'error', finding: 'boom' } });
    expect(optionsOf(parseSchedule(scheduleText(bare)), undefined)).to.deep.equal({ seed: 3 });
  });

  for (const [what, content, says] of [
    ['nothing', '', 'the file is empty'],
    ['a text', 'Dear reader', 'line 1 is no JSON'],
    ['bytes', '\u0000\u0001\u0002', 'line 1 is no JSON'],
    ['a list', '[]', 'the field format is not there'],
    ['null', 'null', 'the field format is not there'],
    ['other JSON', '{"name":"saga-lab"}', 'the field format is not there'],
    ['a file of facts', '{"format":"saga-lab facts"}', 'the field format is "saga-lab facts"'],
    ['another version', changed({ version: 2 }), 'the field version is 2, and this lab reads version 1'],
    ['no seed', changed({ seed: undefined }), 'the field seed'],
    ['half a seed', changed({ seed: 1.5 }), 'the field seed'],
    ['no invariant', changed({ invariant: 'me' }), 'the field invariant'],
    ['a choice of nothing', changed({ choices: { 'plan: orders': 0 } }), 'the field choices > plan: orders'],
    ['a choice in words', changed({ choices: { 'plan: orders': 'x' } }), 'the field choices > plan: orders'],
    ['a field of its own', changed({ secret: 1 }), 'the field secret'],
    ['a changed line', lines.with(4, '  "seed": x17,').join('\n'), 'line 5 is no JSON'],
    ['a missing comma', lines.with(3, '  "twin": "x"').join('\n'), 'line 5 is no JSON'],
    ['two of them', text + text, `line ${lines.length} is no JSON`],
  ] as const)
    it(`says which line or field is wrong: ${what}`, () => {
      expect(complaint(content)).to.include(says);
    });

  it('says that it was cut off, wherever it was', () => {
    for (let length = 1; length < text.trimEnd().length; length += 1)
      expect(complaint(text.slice(0, length)), text.slice(0, length)).to.include('cut off');
  });

  it('is never anything but read or refused, whatever is in it', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.string(), (at, noise) => {
        complaint(text.slice(0, at) + noise + text.slice(at + noise.length));
      }),
    );
  });
});

describe('The file of a schedule', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-schedule-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  const refused = (path: string): [number, string] => {
    try {
      readSchedule(path);
    } catch (error) {
      if (error instanceof ExitError) return [error.exitCode, error.message];
    }
    throw new Error('it was read');
  };

  it('is written with its folder, and read again', () => {
    const path = join(dir, 'sim-17', 'schedule.json');
    writeSchedule(path, schedule);
    expect(readSchedule(path)).to.deep.equal(schedule);
  });

  it('ends the command with 64 where the path is wrong', () => {
    expect(refused(join(dir, 'none.json'))).to.satisfy(
      ([code, says]: [number, string]) => code === 64 && says.includes('none.json cannot be read'),
    );
    mkdirSync(join(dir, 'folder'));
    expect(refused(join(dir, 'folder'))[0]).to.equal(64);
  });

  it('ends the command with 2 where there is no schedule in it, and says what is wrong', () => {
    const path = join(dir, 'a.json');
    writeFileSync(path, text.slice(0, 40));
    expect(refused(path)[0]).to.equal(2);
    expect(refused(path)[1]).to.include('cut off').and.to.include('npm run sim');
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00]));
    expect(refused(path)[0]).to.equal(2);
    writeFileSync(path, ' '.repeat(9 * 2 ** 20));
    expect(refused(path)).to.satisfy(
      ([code, says]: [number, string]) => code === 2 && says.includes('bytes'),
    );
  });

  it('ends the command with 69 where the disk does not take it', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => {
      writeSchedule(join(dir, 'file', 'schedule.json'), schedule);
    })
      .to.throw(ExitError)
      .with.property('exitCode', 69);
  });
});
