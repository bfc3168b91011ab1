// What is wrong at the start is told at the start: in one line, with what to do, and without any secret. On the real
// processes of all services and of the launcher, a few at a time.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pLimit from 'p-limit';
import { serviceNames } from '@saga-lab/contracts/services';
import { holdPort } from '../processes/free-port.ts';
import { badLaunches } from '../testing/bad-launches.ts';
import type { BadLaunch } from '../testing/bad-launches.ts';
import { badStarts, environmentOf, SECRET } from '../testing/bad-settings.ts';
import { serviceEnds, startEnds } from '../testing/program.ts';
import type { Ended } from '../testing/program.ts';
import { refusals } from '../testing/refusals.ts';
import type { Refusal } from '../testing/refusals.ts';
import { inDatabase, standaloneMongod, testServers } from '../testing/servers.ts';

const AT_A_TIME = 3;
const starts = badStarts.map((start, place) => ({ ...start, ...environmentOf(start, place) }));
const processes = starts.length + refusals.length + badLaunches.length;
const faults = [
  ...starts.map(({ complaints }) => complaints.size),
  ...refusals.map(() => 1),
  ...badLaunches.map(({ says }) => says.length),
].reduce((sum, each) => sum + each, 0);

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe('A bad configuration', function () {
  this.timeout(180_000);
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-bad-'));
  const running = new Map<object, Promise<Ended>>();
  let servers: Awaited<ReturnType<typeof testServers>>;
  let end = (): Promise<unknown> => Promise.resolve();

  before(async () => {
    servers = await testServers(dir);
    const [standalone, taken] = await Promise.all([standaloneMongod(dir), holdPort(0)]);
    end = () => Promise.all([standalone.kill('SIGTERM'), taken.release(), servers.stop()]);
    const wrong = { standalone: new URL(standalone.url).host, takenPort: taken.port };
    const file = join(dir, 'file');
    writeFileSync(file, '');

    const refused = async ({ service, env, damage }: Refusal) => {
      const good = servers.environmentOf(service);
      const { MONGO_URL: mongo = '', RABBITMQ_URL: rabbitmq = '' } = good;
      if (damage) await inDatabase(mongo, damage);
      return serviceEnds(service, { ...good, ...env?.({ mongo, rabbitmq, ...wrong }) });
    };
    const launched = (launch: BadLaunch) => {
      const { env, dataDir, flags } = launch;
      const place = { broker: servers.e2eUrl, databases: serviceNames.map(servers.mongoUrl), file, ...wrong };
      const at = dataDir?.(place) ?? join(dir, `launch-${badLaunches.indexOf(launch)}`);
      return startEnds(env(place), ['--data-dir', at], flags);
    };
    const limit = pLimit(AT_A_TIME);
    for (const start of starts)
      running.set(
        start,
        limit(() => serviceEnds(start.service, start.env)),
      );
    for (const refusal of refusals) running.set(refusal, limit(refused, refusal));
    for (const launch of badLaunches) running.set(launch, limit(launched, launch));
  });
  after(async () => {
    await Promise.all(running.values());
    await end();
    rmSync(dir, { recursive: true });
  });

  const endOf = async (start: object): Promise<Ended> => {
    const ended = await running.get(start);
    if (!ended) throw new Error('it was not started');
    return ended;
  };

  for (const start of starts) {
    const { service, settings, complaints } = start;
    const given = Object.keys(settings).join(', ');
    const numbers = complaints.size - Object.keys(settings).length;

    it(`ends ${service} for ${given} and ${numbers} numbers, each of them named`, async () => {
      const { code, out, err } = await endOf(start);
      expect(linesOf(err), err + out).to.have.length(1);
      expect(err).to.match(
        new RegExp(`^${service}: configuration: .* \\(\\.env\\.example explains every setting\\)$`, 'm'),
      );
      for (const [name, complaint] of complaints) expect(err).to.include(`${name} ${complaint}`);
      const named = err.match(/\b[A-Z_]+ (?:is missing|must|looks|names|and [A-Z_]+ are)/g);
      expect(named).to.have.length(complaints.size);
      expect([code, out]).to.deep.equal([78, '']);
    });
  }

  for (const refusal of refusals) {
    const { what, service, code: expected = 78, says } = refusal;

    it(`ends ${service} for ${what}`, async () => {
      const { code, out, err } = await endOf(refusal);
      expect(linesOf(err), err + out).to.have.length(1);
      expect(err).to.match(new RegExp(`^${service}: .*${says.source}`));
      expect(code).to.equal(expected);
      const levels = linesOf(out).map((line) => (JSON.parse(line) as { level: string }).level);
      expect(levels).not.to.include.oneOf(['error', 'fatal']);
    });
  }

  for (const launch of badLaunches)
    it(`ends npm start for ${launch.what}`, async () => {
      const { code, out, err } = await endOf(launch);
      const last = linesOf(err).at(-1) ?? '';
      for (const says of launch.says) expect(last, err).to.match(says);
      expect([code, out]).to.deep.equal([78, '']);
    });

  // @covers B-4 F-32 R-27
  it(`is ${faults} faults in ${processes} processes: none shows a secret, none ends without a line or waits`, async () => {
    const ends = await Promise.all(running.values());
    expect(ends).to.have.length(processes);
    for (const { code, out, err } of ends) {
      expect(code).to.be.oneOf([78, 1]);
      expect(linesOf(err).length).to.be.above(0);
      for (const secret of [SECRET, ...servers.secrets()]) expect(out + err).not.to.include(secret);
    }
    const times = ends.map(({ ms }) => ms / 1_000).sort((a, b) => a - b);
    const [median = 0, slowest = 0] = [times[Math.floor(times.length / 2)], times.at(-1)];
    process.stdout.write(
      `      ended after ${median.toFixed(1)} s (median), ${slowest.toFixed(1)} s (slowest)\n`,
    );
  });
});
