// The walkthrough's chapter on adding a way to agree, followed in a copy of the project: a small protocol is added by the places that
// the chapter names and by no other, compiles, keeps its promise, and orders under it come to their end.
import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { copyProject, filesIn, root } from './testing/project-copy.ts';
import type { ProjectCopy } from './testing/project-copy.ts';

const FOLDER = 'protocols/src/plain-vote';
const MODEL = 'protocols/src/two-phase-commit';

/** The first column of the chapter's table. */
const places = (): readonly string[] => {
  const page = readFileSync(join(root, 'docs/walkthrough.md'), 'utf8');
  const [, chapter = ''] = page.split('## Adding a way to agree');
  return [...chapter.matchAll(/^\| `([^`]+)` /gm)].map(([, place = '']) => place);
};

/** A file of the model as one of a protocol that is called `vote`. Of its bugs those stay for which no schedules are to be found. */
const renamed = (text: string): string =>
  text
    .replaceAll(/\b2pc\b/g, 'vote')
    .replaceAll('twoPhaseCommit', 'plainVote')
    .replaceAll('TwoPhaseMessage', 'VoteMessage')
    .replaceAll(/[Tt]wo-phase commit/g, 'the plain vote')
    .replace('export const twins: readonly ProtocolTwin[] = [', 'const all: readonly ProtocolTwin[] = [')
    .replace(
      /const all: readonly ProtocolTwin(?:.|\n)*$/,
      '$&\nexport const twins = all.filter(({ onlyExplored }) => onlyExplored);\n',
    );

const ahead = (mark: string, added: string) => (text: string) => {
  expect(text).to.include(mark);
  return text.replace(mark, added + mark);
};

const worlds = `
  protocolWorld('vote-late', 'a timeout', { protocol: plainVote, isAlone, orders: one({ timeouts: 1 }) }),
  protocolWorld('vote-cancelled', 'a cancellation', { protocol: plainVote, isAlone, orders: one({ wishes: 1 }) }),
`;

/** Place -> its text with the protocol in it. */
const edits: Readonly<Record<string, (text: string) => string>> = {
  'protocols/src/index.ts': (text) =>
    ahead(
      'export const protocols',
      "import { plainVote } from './plain-vote/index.ts';\n\n",
    )(text.replace(/\[([^\]]+)\];/, '[$1, plainVote];')),
  'protocols/src/twins.ts': (text) =>
    ahead(
      'export const protocolTwins',
      "import { twins as plainVote } from './plain-vote/twins.ts';\n\n",
    )(text.replace('  ...locks,', '  ...plainVote,\n  ...locks,')),
  'protocols/README.md': ahead(
    '\nThe saga itself stays in',
    '| `vote` | [plain vote](src/plain-vote/README.md) | two-phase commit once more |\n',
  ),
  'lab/src/explorer/protocols/worlds.ts': (text) =>
    ahead(
      "  protocolWorld('2pc-late'",
      worlds,
    )(
      ahead(
        'import type { Policy }',
        "import { plainVote } from '@saga-lab/protocols/plain-vote/index';\n",
      )(text),
    ),
  'docs/explorer.md': (text) =>
    ['2pc-late', '2pc-cancelled'].reduce((page, world) => {
      const [row = ''] = new RegExp(`^\\| \`${world}\`.*\\n`, 'm').exec(page) ?? [];
      return ahead(row, row.replace('2pc', 'vote'))(page);
    }, text),
  'e2e/scenarios/other-protocols.ts': ahead(
    "  agreed('3pc'",
    "  agreed('vote', 'plain-vote', 'as in two-phase commit'),\n",
  ),
};

const add = ({ folder: copy }: ProjectCopy): void => {
  mkdirSync(join(copy, FOLDER));
  for (const file of readdirSync(join(root, MODEL)))
    writeFileSync(join(copy, FOLDER, file), renamed(readFileSync(join(root, MODEL, file), 'utf8')));
  for (const [place, edited] of Object.entries(edits))
    writeFileSync(join(copy, place), edited(readFileSync(join(copy, place), 'utf8')));
};

/** Files of the copy that are not as they are here. */
const touched = ({ folder: copy }: ProjectCopy): readonly string[] => {
  const known = new Set(filesIn(root));
  const textOf = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');
  const changed = [...known].filter((file) => textOf(root, file) !== textOf(copy, file));
  const here = globSync('**/*', {
    cwd: copy,
    withFileTypes: true,
    exclude: ({ name }) => name === 'node_modules',
  });
  const added = here
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(copy.length + 1))
    .filter((file) => !known.has(file));
  return [...changed, ...added];
};

/** What is compiled: all that is written, and what it stands on. Others take a protocol from the list, whose type does not change. */
const types = JSON.stringify({
  extends: './tsconfig.json',
  compilerOptions: { incremental: false, tsBuildInfoFile: null },
  include: ['protocols/src/**/*.ts', 'lab/src/explorer/protocols/*.ts'],
});

interface Compared {
  readonly cells: readonly {
    readonly condition: string;
    readonly outcomes: readonly string[];
    readonly differences: readonly string[];
  }[];
}

interface Simulated {
  readonly holds: boolean;
  readonly totals: { readonly red: readonly unknown[]; readonly seen: Readonly<Record<string, number>> };
}

describe('Adding a way to agree', function () {
  this.timeout(300_000);
  let copy: ProjectCopy;
  before(() => {
    copy = copyProject();
    add(copy);
  });
  after(() => {
    copy.remove();
  });

  it('touches the places that the walkthrough names, and no other: nothing of the saga, and no service', () => {
    const placeOf = (file: string) => (file.startsWith(`${FOLDER}/`) ? 'protocols/src/<folder>/' : file);
    const found = new Set(touched(copy).map(placeOf));
    expect([...found]).to.have.members([...places()]);
    expect(
      [...found].filter((file) => /^(saga-orchestrator|[a-z]+-service|platform|contracts)\//.test(file)),
    ).to.deep.equal([]);
  });

  it('compiles', () => {
    writeFileSync(join(copy.folder, 'types.json'), types);
    copy.run(copy.bin('typescript/bin/tsc'), '-p', 'types.json');
  });

  it('keeps its tables, and what is promised of every protocol, and is explored', () => {
    const tables = [`${FOLDER}/table.test.ts`, 'protocols/src/topology.test.ts'];
    const worlds = ['protocols/src/agreement.test.ts', 'lab/src/explorer/protocols/worlds.test.ts'];
    expect(copy.mocha(...tables)).to.match(/[1-9]\d+ passing/);
    const output = copy.mocha('--grep', 'under vote|vote-(late|cancelled)|: vote:', ...worlds);
    expect(output).to.include('vote-late').and.to.include('vote: no tombstone');
    expect(output).to.include('costs what is promised, if all can hold');
  });

  it('has its cells in the comparison as promised', () => {
    const asked = ['compare', '--protocols', 'vote', '--fault', 'none,refusal,A,B', '--seed', '7', '--json'];
    const { cells } = JSON.parse(copy.run('--import', 'tsx', 'lab/src/cli/lab.ts', ...asked)) as Compared;
    expect(
      cells.map(({ condition, outcomes, differences }) => [condition, ...outcomes, ...differences]),
    ).to.deep.equal([
      ['none', 'approved'],
      ['refusal', 'rejected'],
      ['A', 'blocked'],
      ['B', 'blocked'],
    ]);
  });

  it('has orders end as the checker wants it, whatever fails', () => {
    const asked = ['lab/src/cli/sim/sim.ts', '--seeds', '20', '--from', '1', '--protocols', 'vote', '--json'];
    const { holds, totals } = JSON.parse(copy.run('--import', 'tsx', ...asked)) as Simulated;
    expect([holds, totals.red]).to.deep.equal([true, []]);
    expect(totals.seen['vote: outcome told again']).to.be.above(0);
  });

  it('is what orders ask for by its name, in the engine that runs all services in one process', () => {
    const asked = ['e2e/stage/scenario.ts', 'plain-vote', '--engine', 'memory', '--json'];
    expect(JSON.parse(copy.run('--import', 'tsx', ...asked))).to.include({ ok: true });
  });
});
