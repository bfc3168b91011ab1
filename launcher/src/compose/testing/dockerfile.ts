// The Dockerfile as a value: its stages, each a list of instructions.
import { readFileSync } from 'node:fs';
import { root } from './compose-file.ts';

export interface Instruction {
  /** `COPY`, `RUN` ... */
  readonly word: string;
  /** What stands behind it, on one line. */
  readonly rest: string;
}

export interface BuildStage {
  readonly image: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

const stagesOf = (text: string): readonly BuildStage[] => {
  const stages: { image: string; name: string; instructions: Instruction[] }[] = [];
  for (const { word, rest } of instructionsIn(text)) {
    const [image = '', , name = String(stages.length)] = rest.split(/\s+/);
    if (word === 'FROM') stages.push({ image, name, instructions: [] });
    else stages.at(-1)?.instructions.push({ word, rest });
  }
  return stages;
};

const instructionsIn = (text: string): readonly Instruction[] =>
  text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [word = ''] = line.split(/\s/, 1);
      return { word, rest: line.slice(word.length).trim() };
    });

export const dockerfile = (): readonly BuildStage[] => stagesOf(readFileSync(`${root}Dockerfile`, 'utf8'));

export interface Copy {
  /** The stage that it copies from; left out: the project. */
  readonly from?: string;
  readonly sources: readonly string[];
  readonly target: string;
}

const copyOf = (rest: string): Copy => {
  const words = rest.split(/\s+/);
  const from = /^--from=(.*)$/.exec(words[0] ?? '')?.[1];
  const paths = words.filter((word) => !word.startsWith('--'));
  return { ...(from !== undefined && { from }), sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
};

/** All that the image takes from the project. */
export const copiesOf = (stages: readonly BuildStage[]): readonly Copy[] =>
  stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ word }) => word === 'COPY')
    .map(({ rest }) => copyOf(rest))
    .filter(({ from }) => from === undefined);
