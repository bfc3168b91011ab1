// Every command in a `sh` block of the documents is run: here, or, where it says so, by the gate itself.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

const root = resolve(import.meta.dirname, '..');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

/** Running them here would run this test again. */
const runByTheGate = ['npm test', 'npm run check'];
/** Whose tests the gate runs as well: here they are only found and loaded. */
const testsOfTheGate = ['npm run test:fast'];
const asRunHere = (command: string): string =>
  testsOfTheGate.includes(command) ? `${command} -- --dry-run` : command;

const commandsIn = (document: string): string[] =>
  [...readFileSync(join(root, document), 'utf8').matchAll(/```sh\n([^`]*)```/g)].flatMap(([, block = '']) =>
    block.split('\n').filter((line) => line.trim() !== ''),
  );

const run = (command: string): Promise<{ code: number | null; output: string }> =>
  new Promise((done, failed) => {
    const child = spawn('bash', ['-c', command], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => output.push(bytes.toString()));
    child.on('error', failed);
    child.on('close', (code) => done({ code, output: output.join('') }));
  });

describe('The commands in the documents', () => {
  const commands = new Set(documents.flatMap(commandsIn));

  it('are there, those of the gate among them', () => {
    expect([...commands]).to.include.members([...runByTheGate, ...testsOfTheGate]);
  });

  for (const command of [...commands].filter((one) => !runByTheGate.includes(one)))
    it(`\`${command}\` does what it is there for`, async function () {
      this.timeout(300_000);
      const { code, output } = await run(asRunHere(command));
      expect(code, output.slice(-3_000)).to.equal(0);
    });
});
