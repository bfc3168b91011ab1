// What "Under Docker" in docs/operations.md says to type, word by word.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './commands.ts';

export interface UnderDocker {
  /** `docker compose up` */
  readonly up: string;
  /** The lines that make the token and the addresses known. */
  readonly access: string;
  /** The lines that come next: a scenario, the state of all. */
  readonly play: string;
}

/** @throws Error if the page has changed so that nobody knows which line is which. */
export const underDocker = (): UnderDocker => {
  const [up = '', attached = ''] = blocksIn(readFileSync(join(root, 'docs', 'operations.md'), 'utf8'));
  const lines = attached.split('\n');
  const isAccess = (line: string) => line.startsWith('export ');
  const access = lines.filter(isAccess);
  const play = lines.filter((line) => !isAccess(line));
  if (up !== 'docker compose up' || access.length !== 2 || play.length === 0)
    throw new Error('"Under Docker" in docs/operations.md no longer says what the trial types: see page.ts.');
  return { up, access: access.join('\n'), play: play.join('\n') };
};

const blocksIn = (page: string): readonly string[] => {
  const [, section = ''] = page.split(/^## Under Docker$/m);
  const [own = ''] = section.split(/^## /m);
  return [...own.matchAll(/^```shell\n([^]*?)^```$/gm)].map(([, text = '']) => text.trim());
};
