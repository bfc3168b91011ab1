// bootstrap.mjs itself, in a made-up checkout: `node` and `npm` are scripts that pretend, and write down when they are called.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';

const launcher = fileURLToPath(new URL('..', import.meta.url));
const platform = `${process.platform}-${process.arch}`;
const VERSION = '26.1.2';

/** Installs what the lock file of its folder says, like npm, but writes its list last, after a while. */
const NPM = `#!/bin/sh
echo "$PWD" >> "$CALLS"
echo "$(node --version)" >> "$CALLS-on"
if [ -n "$NPM_FAILS" ]; then echo 'npm error network' >&2; exit 1; fi
rm -rf node_modules
mkdir -p node_modules/.bin node_modules/a-node/bin
printf '#!/bin/sh\\nexit 7\\n' > node_modules/a-node/bin/node
[ -n "$NPM_BREAKS" ] || printf '#!/bin/sh\\necho v${VERSION}\\n' > node_modules/a-node/bin/node
chmod +x node_modules/a-node/bin/node
sleep "\${NPM_TAKES:-0}" &
trap "kill $!; exit 143" TERM
wait
cp package-lock.json node_modules/.package-lock.json
`;

describe('bootstrap.mjs', () => {
  let root: string;
  let nodeDir: string;
  let lockFile: string;
  const path = () => [join(root, 'node_modules/.bin'), join(root, 'bin'), '/usr/bin', '/bin'].join(delimiter);

  const script = (name: string, text: string) => {
    writeFileSync(join(root, 'bin', name), text);
    chmodSync(join(root, 'bin', name), 0o755);
  };
  const machineHas = (version: string) => {
    script('node', `#!/bin/sh\necho v${version}\n`);
  };
  const want = (version: string, on = platform) => {
    const packages = { [on]: { name: 'a-node', integrity: 'sha512-made-up' } };
    writeFileSync(join(root, 'launcher/node.json'), JSON.stringify({ version, packages }));
  };

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'saga-lab-bootstrap-')));
    nodeDir = join(root, '.data/cache/node');
    lockFile = join(root, '.data/cache/installing.lock');
    for (const dir of ['bin', 'launcher']) mkdirSync(join(root, dir));
    for (const part of ['bootstrap.mjs', 'bootstrap'])
      cpSync(join(launcher, part), join(root, 'launcher', part), { recursive: true });
    writeFileSync(join(root, 'package.json'), JSON.stringify({ engines: { node: '>=24' } }));
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {} } }));
    want(VERSION);
    script('npm', NPM);
    machineHas('20.20.2');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const start = (env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [join(root, 'launcher/bootstrap.mjs')], {
      env: { PATH: path(), CALLS: join(root, 'calls'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    const ended = once(child, 'close').then(() => ({
      code: child.exitCode,
      lines: said.split('\n').filter(Boolean),
    }));
    return { child, ended };
  };
  const run = (env?: Record<string, string>) => start(env).ended;
  /** Where npm was called since the last time. */
  const calls = () => {
    if (!existsSync(join(root, 'calls'))) return [];
    const folders = readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');
    rmSync(join(root, 'calls'));
    return folders;
  };
  /** What `node` is in an npm script. */
  const scriptNode = () =>
    execFileSync('/bin/sh', ['-c', 'node --version'], { env: { PATH: path() }, encoding: 'utf8' }).trim();

  const FROM_NPM = `Node ${VERSION}: from npm, because this machine's own is 20.20.2 and the lab needs 24 or newer`;
  const OWN = "Node 24.11.0: this machine's own";

  it('fetches a Node where the own one is too old, then the packages, and says which runs and why', async () => {
    const { code, lines } = await run();
    expect(lines.at(-1)).to.equal(FROM_NPM);
    expect(code).to.equal(0);
    expect(calls()).to.deep.equal([nodeDir, root.replace(/\/$/, '')]);
    expect(scriptNode()).to.equal(`v${VERSION}`);
  });

  it('lets npm install the packages on the Node that will run them, which some of them ask for', async () => {
    await run();
    expect(readFileSync(join(root, 'calls-on'), 'utf8')).to.equal(`v20.20.2\nv${VERSION}\n`);
  });

  it('lets npm check what it fetches against the digest that we know', async () => {
    await run();
    const { packages } = JSON.parse(readFileSync(join(nodeDir, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    expect(packages['node_modules/a-node']).to.deep.equal({ version: VERSION, integrity: 'sha512-made-up' });
  });

  it('fetches nothing twice', async () => {
    await run();
    calls();
    expect((await run()).lines).to.deep.equal([FROM_NPM]);
    expect(calls()).to.deep.equal([]);
  });

  it('fetches nothing where the own one is new enough', async () => {
    machineHas('24.11.0');
    expect((await run()).lines.at(-1)).to.equal(OWN);
    expect(calls()).to.deep.equal([root]);
    expect(scriptNode()).to.equal('v24.11.0');
  });

  it('goes back to the own one as soon as that is new enough', async () => {
    await run();
    machineHas('24.11.0');
    expect((await run()).lines).to.deep.equal([OWN]);
    expect(scriptNode()).to.equal('v24.11.0');
  });

  it('needs no second fetching when npm ci has removed everything in node_modules', async () => {
    await run();
    rmSync(join(root, 'node_modules'), { recursive: true });
    calls();
    await run();
    expect(calls()).to.deep.equal([root]);
    expect(scriptNode()).to.equal(`v${VERSION}`);
  });

  it('fetches another one when the project wants another version', async () => {
    await run();
    calls();
    want('26.2.0');
    expect((await run()).lines.at(-1)).to.include('Node 26.2.0: from npm');
    expect(calls()).to.deep.equal([nodeDir]);
  });

  it('fetches again what an interrupted installation left behind', async () => {
    await run();
    calls();
    rmSync(join(nodeDir, 'node_modules/.package-lock.json'));
    await run();
    expect(calls()).to.deep.equal([nodeDir]);
  });

  it('is silent if npm is', async () => {
    await run();
    expect((await run({ npm_config_loglevel: 'silent' })).lines).to.deep.equal([]);
  });

  describe('ends with 69 and says what to do', () => {
    const ends = async (env: Record<string, string>, words: string) => {
      const { code, lines } = await run(env);
      expect(lines.at(-1)).to.include(words);
      expect(code).to.equal(69);
      expect(existsSync(lockFile)).to.equal(false);
    };

    it('if npm cannot fetch the Node', async () => {
      await ends({ NPM_FAILS: '1' }, 'Check the network and type the same command again, or install Node 24');
    });

    it('if npm cannot install the packages', async () => {
      machineHas('24.11.0');
      await ends({ NPM_FAILS: '1' }, 'Check the network, then type: npm ci');
    });

    it('if there is none for this kind of machine', async () => {
      want(VERSION, 'sunos-sparc');
      await ends({}, `npm has no Node for ${platform}; please install Node 24 or newer yourself`);
      expect(calls()).to.deep.equal([]);
    });

    it('if the one that was fetched does not run here, and forgets it', async () => {
      await ends(
        { NPM_BREAKS: '1' },
        'does not run on this machine; please install Node 24 or newer yourself',
      );
      expect((await run()).lines.at(-1)).to.equal(FROM_NPM);
    });

    it('if nothing can be written', async () => {
      writeFileSync(join(root, '.data'), 'in the way');
      await ends({}, 'Nothing could be installed here: ');
    });
  });

  describe('with another one beside it', () => {
    it('installs everything once', async () => {
      const both = await Promise.all([run({ NPM_TAKES: '0.5' }), run({ NPM_TAKES: '0.5' })]);
      for (const { code, lines } of both) expect([code, lines.at(-1)]).to.deep.equal([0, FROM_NPM]);
      expect(calls()).to.deep.equal([nodeDir, root]);
      const waiting = both.filter(({ lines }) => lines[0]?.startsWith('Another command is installing here'));
      expect(waiting).to.have.length(1);
    });

    it('does not wait for one that was killed', async () => {
      mkdirSync(join(root, '.data/cache'), { recursive: true });
      writeFileSync(lockFile, 'killed');
      const long = new Date(Date.now() - 60_000);
      utimesSync(lockFile, long, long);
      expect((await run()).lines.at(-1)).to.equal(FROM_NPM);
      expect(existsSync(lockFile)).to.equal(false);
    });
  });

  it('ends npm before itself when it is told to end, and leaves the rest to the next one', async () => {
    const { child, ended } = start({ NPM_TAKES: '30' });
    await eventually(() => {
      expect(existsSync(join(nodeDir, 'node_modules/a-node/bin/node'))).to.equal(true);
    });
    child.kill('SIGTERM');
    expect((await ended).code).to.equal(143);
    expect(existsSync(lockFile)).to.equal(false);
    expect((await run()).lines.at(-1)).to.equal(FROM_NPM);
  });
});
