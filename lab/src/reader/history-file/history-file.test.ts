import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Recorded } from '../../checker/history.ts';
import { simulate } from '../../simulator/simulate.ts';
import { byLamport } from '../../time-travel/cut.ts';
import { LinesFileError } from '../lines-file/lines-file-error.ts';
import { sumOf } from './lines.ts';
import { recordedIn, wholeHistory } from './load.ts';
import { historyLines } from './save.ts';

type Line = Record<string, unknown> & { readonly n: number; readonly kind: string };

const EXPORTED = new Date(Date.UTC(2026, 0, 1));

describe('A file of history', () => {
  let dir: string;
  let path: string;
  let recorded: readonly Recorded[];
  let lines: readonly string[];
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-history-'));
    path = join(dir, 'history.jsonl');
    const { facts } = await simulate({ seed: 3 });
    recorded = byLamport(facts.history);
    lines = [...historyLines(recorded, { exportedAt: EXPORTED, forgotten: 0 })];
  });
  after(() => {
    rmSync(dir, { recursive: true });
  });

  const load = async (content: readonly string[]): Promise<readonly Recorded[]> => {
    writeFileSync(path, content.join(''));
    const { commits } = await wholeHistory(path);
    const loaded: Recorded[] = [];
    for await (const one of recordedIn(path)) loaded.push(one);
    expect(loaded).to.have.length(commits);
    return loaded;
  };
  const failure = async (content: readonly string[]): Promise<string> => {
    const error = await load(content).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(LinesFileError);
    return (error as LinesFileError).message;
  };
  /** As somebody would who counts and sums the lines of a file that he has changed. */
  const summedAgain = (changed: readonly Line[]): readonly string[] => {
    let before = '';
    return changed.map((line, at) => {
      const { sum: _sum, ...content }: Line & { readonly sum?: unknown } = { ...line, n: at + 1 };
      before = sumOf(before, content);
      return `${JSON.stringify({ ...content, sum: before })}\n`;
    });
  };
  const parsed = (): Line[] => lines.map((line) => JSON.parse(line) as Line);

  it('gives back every commit as it was, in the order of causes, to the last byte', async () => {
    expect(recorded.length).to.be.greaterThan(20);
    const loaded = await load(lines);
    expect(JSON.stringify(loaded)).to.equal(JSON.stringify(recorded));
    expect([...historyLines(loaded, { exportedAt: EXPORTED, forgotten: 0 })]).to.deep.equal(lines);
  });

  it('is refused wherever it was cut off', async () => {
    expect(await failure([])).to.equal('line 1: the file is empty');
    const cut = lines.length - 3;
    expect(await failure(lines.slice(0, cut))).to.equal(
      `line ${cut}: the file ends here without its last line: it was cut off`,
    );
    const half = [...lines.slice(0, 4), lines[4]?.slice(0, 20) ?? ''];
    expect(await failure(half)).to.equal('line 5: it is no whole JSON: the file was cut off or changed here');
  });

  it('is refused with the line that is doubled, missing, exchanged or too much', async () => {
    expect(await failure(lines.toSpliced(5, 0, lines[5] ?? ''))).to.equal('line 7: it is line 6 once more');
    expect(await failure(lines.toSpliced(5, 1))).to.equal('line 6: line 6 is missing');
    const exchanged = [...lines.slice(0, 5), lines[6] ?? '', lines[5] ?? '', ...lines.slice(7)];
    expect(await failure(exchanged)).to.match(/^line 6: /);
    expect(await failure([...lines, lines[1] ?? ''])).to.match(/: something was put behind it$/);
  });

  /** The last digit of a long number may be beyond what a number holds. */
  const saysTheSame = (line: string, changed: string): boolean => {
    try {
      return isDeepStrictEqual(JSON.parse(changed), JSON.parse(line));
    } catch {
      return false; // such as 05
    }
  };

  it('is refused for any change of any line', async () => {
    const places = fc.nat().map((n) => n % lines.length);
    await fc.assert(
      fc.asyncProperty(places, fc.nat(), async (at, place) => {
        const line = lines[at] ?? '';
        const digits = [...line.matchAll(/\d/g)];
        const digit = digits[place % digits.length];
        if (!digit) return;
        const other = String((Number(digit[0]) + 1) % 10);
        const changed = `${line.slice(0, digit.index)}${other}${line.slice(digit.index + 1)}`;
        if (saysTheSame(line, changed)) return;
        expect(await failure(lines.with(at, changed))).to.match(new RegExp(`^line ${at + 1}: `));
      }),
      { numRuns: 50 },
    );
  });

  it('is refused where its commits are doubled, out of order or have a hole, even if the sums are right', async () => {
    const all = parsed();
    const doubled = summedAgain(all.toSpliced(6, 0, all[5] as Line));
    expect(await failure(doubled)).to.match(/^line 7: the commit .* stands in line 6 already$/);
    const moved = summedAgain([
      ...all.slice(0, 5),
      ...all.slice(-2, -1),
      ...all.slice(5, -2),
      ...all.slice(-1),
    ]);
    expect(await failure(moved)).to.match(/^line \d+: it (is out of order: its Lamport value|has version)/);
    const at = all.findIndex(({ commit }) => (commit as { events?: unknown[] } | undefined)?.events?.length);
    expect(await failure(summedAgain(all.toSpliced(at, 1)))).to.match(
      /^line \d+: it has version \d+ of .*, where \d+ comes next$/,
    );
    const short = summedAgain(all.toSpliced(-2, 1));
    expect(await failure(short)).to.match(/^line \d+: it counts \d+ commits of .*, and there are \d+$/);
  });

  it('is refused if a newer lab wrote it, another one, or something else', async () => {
    const [header, ...rest] = parsed() as [Line, ...Line[]];
    expect(await failure(summedAgain([{ ...header, version: 2 }, ...rest]))).to.equal(
      'line 1: its version is 2, and this lab reads version 1',
    );
    expect(
      await failure(summedAgain([{ ...header, services: ['parcel-service', 'order-service'] }, ...rest])),
    ).to.equal('line 1: it is of another lab: this one has no parcel-service');
    expect(await failure(['{"n":1}\n'])).to.match(/^line 1: this is no file of history/);
    const newer = lines.map(
      (line) => JSON.parse(line.replaceAll('"schemaVersion":1', '"schemaVersion":7')) as Line,
    );
    expect(await failure(summedAgain(newer))).to.match(/has schema version 7; this build knows up to 1$/);
    expect(readFileSync(path, 'utf8')).to.include('"schemaVersion":7');
  });
});
