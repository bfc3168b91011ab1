// Reads a file of history, and takes nothing from it unless all of it is there, once, unchanged, and in its order.
import { serviceNames } from '@saga-lab/contracts/services';
import { newerThanKnown } from '@saga-lab/platform/store/schema-versions';
import { byCause } from '../../checker/cause.ts';
import type { Recorded } from '../../checker/history.ts';
import { demandFormat, demandNumber, fail, fieldsOf, json, parsed } from '../lines-file/numbered.ts';
import { textLines } from '../lines-file/text-lines.ts';
import { CommitLine, End, FORMAT, Header, sumOf, VERSION } from './lines.ts';

/** Each behind what caused it, as it was stored. @throws LinesFileError if the file is not whole, none of ours or of a newer lab. */
export const loadHistory = async (path: string): Promise<readonly Recorded[]> => {
  const reader = historyReader();
  for await (const line of textLines(path)) reader.take(line);
  return reader.history();
};

const historyReader = () => {
  const all: Recorded[] = [];
  const places = placesIn();
  let [line, before, ended] = [0, '', false];

  const takeCommit = (content: unknown): void => {
    const { service } = parsed(CommitLine, content, line);
    const { commit } = content as Recorded; // as it was written: a schema would put its fields into another order
    places.demand({ service, commit }, line);
    all.push({ service, commit });
  };

  const takeEnd = (content: unknown): void => {
    const { commits } = parsed(End, content, line);
    for (const service of serviceNames) {
      const there = all.filter((one) => one.service === service).length;
      if (commits[service] !== there)
        fail(line, `it counts ${commits[service] ?? 0} commits of ${service}, and there are ${there}`);
    }
    ended = true;
  };

  return {
    take: (text: string): void => {
      line += 1;
      if (ended) fail(line, `the history ends in line ${line - 1}: something was put behind it`);
      const content = json(text, line, foreign);
      if (line === 1) demandHeader(content);
      demandNumber(content, line);
      before = demandSum(content, before, line);
      if (fieldsOf(content).kind === 'end') takeEnd(content);
      else if (line > 1) takeCommit(content);
    },
    history: (): readonly Recorded[] => {
      if (line === 0) fail(1, 'the file is empty');
      if (!ended) fail(line, 'the file ends here without its last line: it was cut off');
      return all;
    },
  };
};

const foreign = `this is no file of history: it does not begin with a header of the format "${FORMAT}"`;

const demandHeader = (content: unknown): void => {
  demandFormat(content, { format: FORMAT, version: VERSION, foreign });
  const { services } = parsed(Header, content, 1);
  const others = services.filter((name) => !serviceNames.some((own) => own === name));
  if (others.length > 0) fail(1, `it is of another lab: this one has no ${others.join(', ')}`);
};

/** Whoever changes a line, or leaves one out, changes the sums of all behind it. */
const demandSum = (content: unknown, before: string, line: number): string => {
  const sum = sumOf(before, content as object);
  const { sum: written } = content as { readonly sum?: unknown };
  if (written !== sum)
    fail(line, 'its checksum is wrong: this line, or one above it, was changed or left out');
  return sum;
};

/** Nothing stands before its cause, nothing twice, and no stream has a hole. */
const placesIn = () => {
  const ids = new Map<string, number>();
  const versions = new Map<string, number>();
  let last: Recorded | undefined;
  return {
    demand: (recorded: Recorded, line: number): void => {
      const { service, commit } = recorded;
      const key = `${service}/${commit._id}`;
      const known = ids.get(key);
      if (known !== undefined)
        fail(line, `the commit ${commit._id} of ${service} stands in line ${known} already`);
      ids.set(key, line);
      if (last && byCause(last, recorded) > 0)
        fail(
          line,
          `it is out of order: its Lamport value ${commit.lamport} is below that of the line before`,
        );
      last = recorded;
      for (const event of commit.events) {
        const newer = newerThanKnown(event);
        if (newer !== undefined) fail(line, newer);
        const stream = `${service}/${event.stream}`;
        const expected = (versions.get(stream) ?? 0) + 1;
        if (event.version !== expected)
          fail(line, `it has version ${event.version} of ${event.stream}, where ${expected} comes next`);
        versions.set(stream, event.version);
      }
    },
  };
};
