import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { garbled, garbles } from '../../testing/garbled.ts';
import type { Made } from '../../testing/made-up-facts.ts';
import { asShown, completed, event, happened, screensOfCompleted } from '../../testing/made-up-facts.ts';
import { labOf } from '../../testing/made-up-lab.ts';
import type { Observation } from '../audit.ts';
import { audit } from '../audit.ts';
import { auditSystem } from '../audit-system.ts';
import { LinesFileError } from '../lines-file/lines-file-error.ts';
import { loadObservation } from './load.ts';
import { newFactsFile } from './save.ts';

const made: Made = {
  ...completed(),
  deadLetters: [
    {
      _id: '4f1c09a2b7d3e855',
      messageId: 'm1',
      queue: 'payment-service.commands',
      reason: 'nonsense',
      body: '\u{1f4a1}',
      encoding: 'utf-8',
      size: 4,
      at: 1,
      count: 1,
    },
  ],
};
const withScreens: Made = { ...made, screens: screensOfCompleted() };
const rebuilding = { ...asShown(made), screens: screensOfCompleted };
const observed = async (what: Made = made): Promise<Observation> => {
  const options = { limit: 10, waitMs: 0, tell: () => undefined, rebuilding };
  return (
    await auditSystem(
      labOf(() => what),
      options,
    )
  ).observation;
};

describe('A file of facts', () => {
  let dir: string;
  let path: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-facts-'));
    path = join(dir, 'facts.jsonl');
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  const save = async (observation: Observation): Promise<number> => {
    const file = await newFactsFile(path);
    try {
      return await file.write(observation);
    } finally {
      await file.close();
    }
  };
  const lines = () => readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const failure = async (): Promise<string> => {
    const error = await loadObservation(path).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(LinesFileError);
    return (error as LinesFileError).message;
  };
  /** What is wrong with a whole file after a change of its lines. */
  const changed = async (change: (lines: readonly string[]) => readonly string[]): Promise<string> => {
    await save(await observed());
    writeFileSync(
      path,
      change(lines())
        .map((line) => `${line}\n`)
        .join(''),
    );
    return failure();
  };

  it('is judged as what was read, to the last byte, whatever it says', async () => {
    const violated = happened('payment-service', 'Other', [
      event('account-ada', 3, 'AmountCharged', { orderId: 'x', amount: 400 }),
    ]);
    for (const what of [withScreens, violated(withScreens), made]) {
      const observation = await observed(what);
      expect(await save(observation)).to.equal(lines().length);
      const again = await loadObservation(path);
      const text = (one: Observation) => JSON.stringify(audit(one, rebuilding));
      expect(text(again)).to.equal(text(observation));
    }
  });

  const streamsIn = async () =>
    audit(await loadObservation(path), rebuilding).verdicts.find(({ invariant }) => invariant === 'I-7');

  it('is red for a forged line of a statement, a stock card, sales or a summary', async () => {
    await save(await observed(withScreens));
    expect(await streamsIn()).to.include({ state: 'holds' });
    const whole = readFileSync(path, 'utf8');
    for (const [line, forged] of [
      ['"balance":400', '"balance":4'],
      ['"onHand":5,"version":2', '"onHand":6,"version":2'],
      ['"pieces":2', '"pieces":9'],
      ['"status":"COMPLETED","steps"', '"status":"COMPENSATED","steps"'],
    ] as const) {
      const changedText = whole.replace(new RegExp(`("kind":"screen".*)${line}`), `$1${forged}`);
      expect(changedText).not.to.equal(whole);
      writeFileSync(path, changedText);
      const verdict = await streamsIn();
      expect(verdict?.state, line).to.equal('violated');
      expect(verdict?.findings, line).to.have.length(1);
    }
  });

  it('is judged without these lines if it is from before anybody read them', async () => {
    await save(await observed(withScreens));
    const older = lines()
      .map((line) => JSON.parse(line) as { kind: string; counts?: Record<string, number> })
      .filter(({ kind }) => kind !== 'screen')
      .map(({ counts: { screen: _screen, ...counts } = {}, ...line }, n) => ({
        ...line,
        n: n + 1,
        ...(line.kind === 'end' && { counts }),
      }));
    writeFileSync(path, older.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect((await loadObservation(path)).reading.screens).to.equal(undefined);
    expect(await streamsIn()).to.include({ state: 'holds' });
  });

  it('says in its first line what it is, and in its last what it has', async () => {
    await save(await observed());
    const all = lines().map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(all.map(({ n }) => n)).to.deep.equal(all.map((_line, n) => n + 1));
    expect(all[0]).to.include({ kind: 'header', format: 'saga-lab facts', version: 1 });
    expect(all.at(-1)).to.deep.equal({
      n: all.length,
      kind: 'end',
      counts: {
        scope: 1,
        customer: 1,
        sku: 1,
        order: 1,
        account: 1,
        stock: 1,
        screen: 4,
        begin: 2,
        'dead-letter': 1,
        commit: Object.values(made.commits).flat().length,
      },
    });
  });

  it('is for its owner alone, replaces an older one, and leaves nothing else behind', async () => {
    writeFileSync(path, 'older');
    await save(await observed());
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(readdirSync(dir)).to.deep.equal(['facts.jsonl']);
  });

  it('keeps an older one if it is never written', async () => {
    writeFileSync(path, 'older');
    const file = await newFactsFile(path);
    await file.close();
    expect(readdirSync(dir)).to.deep.equal(['facts.jsonl']);
    expect(readFileSync(path, 'utf8')).to.equal('older');
  });

  it('does not take the place of what is no file, nor of a folder that is not there', async () => {
    const codeOf = (where: string) =>
      newFactsFile(where).then(
        () => 'made',
        (error: unknown) => (error as NodeJS.ErrnoException).code,
      );
    expect(await codeOf(dir)).to.equal('EISDIR');
    expect(await codeOf('/dev/null')).to.equal('EISDIR');
    expect(await codeOf(join(dir, 'nowhere', 'facts'))).to.equal('ENOENT');
  });

  describe('is not believed', () => {
    it('when it is empty', async () => {
      writeFileSync(path, '');
      expect(await failure()).to.equal('line 1: the file is empty');
    });

    it('when it was cut in the middle of a line', async () => {
      await save(await observed());
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.slice(0, -30));
      expect(await failure()).to.equal(
        `line ${text.split('\n').length - 1}: it is no whole JSON: the file was cut off or changed here`,
      );
    });

    it('when it was cut between two lines', async () => {
      expect(await changed((all) => all.slice(0, 7))).to.equal(
        'line 7: the file ends here without its last line: it was cut off',
      );
    });

    // @mutation Around the services: the number of each line in a file of facts [none: the file is written after a run]
    it('when a line stands there twice', async () => {
      expect(await changed((all) => all.flatMap((line, n) => (n === 8 ? [line, line] : [line])))).to.equal(
        'line 10: it is line 9 once more',
      );
      const doubledEnd = await changed((all) => [...all, all.at(-1) ?? '']);
      expect(doubledEnd).to.match(/^line (\d+): the facts end in line \d+: something was put behind them$/);
    });

    it('when lines are missing, or stand elsewhere', async () => {
      expect(await changed((all) => all.toSpliced(4, 1))).to.equal('line 5: line 5 is missing');
      expect(await changed((all) => all.toSpliced(4, 3))).to.equal('line 5: lines 5 to 7 are missing');
      expect(await changed(([first = '', second = '', ...rest]) => [second, first, ...rest])).to.match(
        /^line 1: this is no file of facts/,
      );
    });

    it('when two files were put together', async () => {
      await save(await observed());
      const text = readFileSync(path, 'utf8');
      appendFileSync(path, text);
      const end = text.split('\n').length - 1;
      expect(await failure()).to.equal(
        `line ${end + 1}: the facts end in line ${end}: something was put behind them`,
      );
    });

    it('when it is of another version', async () => {
      expect(
        await changed(([head = '', ...rest]) => [head.replace('"version":1', '"version":2'), ...rest]),
      ).to.equal('line 1: its version is 2, and this lab reads version 1');
    });

    it('when it is some other file', async () => {
      const foreign =
        'line 1: this is no file of facts: it does not begin with a header of the format "saga-lab facts"';
      for (const text of [
        '{"name":"saga-lab"}\n',
        '{\n  "name": "x"\n}\n',
        'null',
        '[]',
        '3\n',
        'hello\n',
        '\n',
      ]) {
        writeFileSync(path, text);
        expect(await failure(), text).to.equal(foreign);
      }
      writeFileSync(path, Buffer.from([0x50, 0x4b, 0xff, 0xfe, 0x00]));
      expect(await failure()).to.match(/^line 1: .*no text$/);
    });

    it('when bytes of it were changed', async () => {
      await save(await observed());
      const bytes = readFileSync(path);
      bytes[bytes.indexOf('\u{1f4a1}')] = 0xff;
      writeFileSync(path, bytes);
      expect(await failure()).to.match(
        /^line \d+: there are bytes in it, or soon behind it, that are no text$/,
      );
    });

    it('when anything in it was garbled: it says the line, or is judged, and nothing else', async () => {
      await save(await observed());
      const whole = lines().map((line) => JSON.parse(line) as object);
      await fc.assert(
        fc.asyncProperty(garbles, async (changes) => {
          const text = garbled(whole, changes).map((line) => `${JSON.stringify(line)}\n`);
          writeFileSync(path, text.join(''));
          const outcome = await loadObservation(path).then(
            (observation) => audit(observation).verdicts.length,
            (error: unknown) => error,
          );
          if (typeof outcome === 'number') expect(outcome).to.be.above(13);
          else
            expect(outcome)
              .to.be.instanceOf(LinesFileError)
              .with.property('message')
              .that.matches(/^line \d+: ./);
        }),
        { numRuns: 60 },
      );
    });

    it('when a line says too little, or counts otherwise', async () => {
      const less = await changed((all) => all.map((line) => line.replace('"sent":', '"send":')));
      expect(less).to.match(/^line \d+: commit\.sent is no list$/);
      const miscounted = await changed((all) => all.map((line) => line.replace('"begin":2', '"begin":3')));
      expect(miscounted).to.match(/^line \d+: it counts 3 lines of the kind begin, and there are 2$/);
      const other = await changed((all) =>
        all.map((line) => line.replace('"kind":"stock"', '"kind":"gold"')),
      );
      expect(other).to.match(/^line \d+: kind: Invalid/);
      const nameless = await changed((all) => all.map((line) => line.replace('{"n":4,', '{')));
      expect(nameless).to.equal('line 4: it does not say which line it is');
    });
  });
});
