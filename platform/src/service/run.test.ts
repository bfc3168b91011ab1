import { expect } from 'chai';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('run.fixture.ts', import.meta.url));

/** Runs the fixture; `onReady` is called when it says that it is ready. */
const program = async (how: string, onReady: (child: ChildProcess) => void = () => undefined) => {
  const child = fork(PROGRAM, [how], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const texts = { out: '', err: '', ready: undefined as unknown };
  child.stdout?.on('data', (chunk) => (texts.out += String(chunk)));
  child.stderr?.on('data', (chunk) => (texts.err += String(chunk)));
  child.on('message', (message) => {
    texts.ready = message;
    onReady(child);
  });
  const ends = [child.stdout, child.stderr].flatMap((stream) => (stream ? [once(stream, 'end')] : []));
  const [code] = (await once(child, 'exit')) as [number | null];
  await Promise.all(ends);
  return { code, ...texts };
};

describe('the process of a service', function () {
  this.timeout(20_000);

  // @covers R-56
  it('ends a bad configuration with one line and exit code 78', async () => {
    const { code, err, out } = await program('config');
    expect(code).to.equal(78);
    expect(err).to.match(
      /^demo-service: configuration: .*ADMIN_TOKEN is missing[^\n]*\.env\.example[^\n]*\n$/,
    );
    expect(err + out)
      .to.contain('PORT must be')
      .and.not.contain('sesame');
  });

  it('ends a setting that its first use shows to be wrong with exit code 78 too', async () => {
    const { code, err } = await program('refused');
    expect([code, err]).to.deep.equal([78, 'demo-service: amqp://***@broker refuses u\n']);
  });

  // @covers R-27
  it('ends what only a person can put right with exit code 78 too, and what may pass with 1', async () => {
    const standalone = await program('standalone');
    expect([standalone.code, standalone.err]).to.deep.equal([
      78,
      'demo-service: mongodb://***@db runs alone\n',
    ]);
    const taken = await program('taken');
    expect([taken.code, taken.err]).to.deep.equal([1, 'demo-service: port 1 is taken\n']);
  });

  it('ends a bug at start with exit code 1 and no secret', async () => {
    const bug = await program('bug');
    expect([bug.code, bug.err]).to.deep.equal([1, '']);
    expect(bug.out).to.contain('***@broker is undefined').and.not.contain('sesame');
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    // @covers F-10 R-26
    it(`says that it is ready, and stops in order on ${signal}`, async () => {
      const { code, err, ready } = await program('good', (child) => child.kill(signal));
      expect(ready).to.deep.equal({ ready: 'http://127.0.0.1:1' });
      expect([code, err]).to.deep.equal([0, 'stopped\nclosed\n']);
    });

  it('stops in order while its start still waits', async () => {
    const { code, err, out } = await program('waiting', (child) => child.kill('SIGTERM'));
    expect([code, err, out]).to.deep.equal([0, 'stopped\nclosed\n', '']);
  });

  it('stops in order when the launcher is gone', async () => {
    const { code, err } = await program('good', (child) => {
      child.disconnect();
    });
    expect([code, err]).to.deep.equal([0, 'stopped\nclosed\n']);
  });

  for (const how of ['rejection', 'exception'])
    // @covers R-58
    it(`never goes on after an unhandled ${how}`, async () => {
      const { code, out } = await program(how);
      expect(code).to.equal(1);
      expect(JSON.parse(out))
        .to.include({ level: 'fatal' })
        .and.nested.include({ 'err.message': 'nobody caught this' });
    });
});
