// Reads a file of facts line by line, and takes nothing from it unless all of it is there, once, and in its order.
import type { Observation } from '../audit.ts';
import { End, Fact, FORMAT, Header, VERSION } from './lines.ts';
import { collector } from './observation-lines.ts';
import { demandFormat, demandNumber, fail, fieldsOf, json, parsed } from '../lines-file/numbered.ts';
import { textLines } from '../lines-file/text-lines.ts';

/** @throws LinesFileError if the file is not whole, or none of ours; the error of the file system if it cannot be read. */
export const loadObservation = async (path: string): Promise<Observation> => {
  const file = factsReader();
  for await (const line of textLines(path)) file.take(line);
  return file.observation();
};

const factsReader = () => {
  const facts = collector();
  const counts = new Map<string, number>();
  let line = 0;
  let ended = false;

  const takeFact = (content: unknown): void => {
    const { kind } = parsed(Fact, content, line);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    facts.take(content as Fact); // as it was written: a schema would put its fields into another order
  };

  const takeEnd = (content: unknown): void => {
    demandCounts(parsed(End, content, line).counts, counts, line);
    ended = true;
  };

  return {
    take: (text: string): void => {
      line += 1;
      if (ended) fail(line, `the facts end in line ${line - 1}: something was put behind them`);
      const content = json(text, line, foreign);
      if (line === 1) demandHeader(content);
      demandNumber(content, line);
      if (isEnd(content)) takeEnd(content);
      else if (line > 1) takeFact(content);
    },
    observation: (): Observation => {
      if (line === 0) fail(1, 'the file is empty');
      if (!ended) fail(line, 'the file ends here without its last line: it was cut off');
      return facts.observation() ?? fail(line, 'no line of the kind scope stands above');
    },
  };
};

const foreign = `this is no file of facts: it does not begin with a header of the format "${FORMAT}"`;

const isEnd = (content: unknown): boolean => fieldsOf(content).kind === 'end';

const demandHeader = (content: unknown): void => {
  demandFormat(content, { format: FORMAT, version: VERSION, foreign });
  parsed(Header, content, 1);
};

const demandCounts = (
  said: Readonly<Record<string, number>>,
  counted: ReadonlyMap<string, number>,
  line: number,
): void => {
  for (const kind of new Set([...Object.keys(said), ...counted.keys()]))
    if (said[kind] !== counted.get(kind))
      fail(
        line,
        `it counts ${said[kind] ?? 0} lines of the kind ${kind}, and there are ${counted.get(kind) ?? 0}`,
      );
};
