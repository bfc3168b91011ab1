// One order and a whole system at moments of the past, as `lab at` says it.
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import type { CommitsByService } from '../../client/documents.ts';
import type { Lab } from '../../client/lab.ts';
import { painter } from '../../show/paint.ts';
import { ofEveryService } from '@saga-lab/contracts/services';
import { sourceOf } from '../../testing/history-source.ts';
import { inMemory, simulatedLab } from '../../testing/simulated-lab.ts';
import { allInFull, at as shown } from './at.ts';

const plain = painter(false);

const at = (lab: Lab, name: string, text: string) => shown(lab, name, text, inMemory);

const empty = {
  ...sourceOf({ all: [] }),
  tombstones: () => Promise.resolve([]),
  commits: () => Promise.resolve(ofEveryService(() => [])),
  commitsOf: () => Promise.resolve(ofEveryService(() => [])),
} as unknown as Lab;

const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ExitError)) return expect.fail('it was not refused');
  expect(error.exitCode).to.equal(64);
  return error.message;
};

interface Data {
  readonly lamport: number;
  readonly commits: number;
  readonly ofCommits: number;
  readonly readModels: Readonly<Record<string, readonly { status?: string; version: number }[]>>;
  readonly inFlight: readonly {
    type: string;
    sentAt: { lamport: number };
    handledAt: { lamport: number } | null;
  }[];
  readonly timers: readonly { type: string }[];
  readonly previous: number | null;
  readonly next: number | null;
}

const statusesIn = ({ readModels }: Data) =>
  Object.fromEntries(
    Object.entries(readModels).map(([name, items]) => [name, items.map(({ status }) => status)]),
  );

const sizeOf = (commits: CommitsByService): number =>
  Object.values(commits).reduce((sum, each) => sum + each.length, 0);

describe('lab at', () => {
  it('shows an order as it was: each part of it, what was in flight, and where now is in its picture', async () => {
    const { lab, order, types } = await simulatedLab();
    const reserving = types.find((type) => type.endsWith('ReserveStock')) ?? '';
    const lamport = reserving.split(' ')[0] ?? '';
    const { data, lines, exitCode } = await at(lab, order, lamport);
    const found = data as Data;
    expect(exitCode).to.equal(0);
    expect(statusesIn(found)).to.deep.include({
      orders: ['PENDING'],
      reservations: ['RESERVED'],
      payments: [],
    });
    expect(found.inFlight.map(({ type }) => type)).to.deep.equal(['StockReserved']);
    expect(found.inFlight[0]?.handledAt?.lamport).to.equal(found.next);
    expect(found.timers.map(({ type }) => type)).to.deep.equal(['AnnounceAgain', 'SagaTimer']);

    const text = lines(plain, 80);
    expect(text.filter((line) => line.length > 80)).to.deep.equal([]);
    const now = text.findIndex((line) => line.includes(' NOW '));
    expect(text[now - 1])
      .to.include('<.')
      .and.to.include('(StockReserved)');
    expect(text[now + 1]).to.include('--[ChargePayment]--');
    expect(text).to.include('payment      nothing known of it');
    expect(text.at(-1)).to.equal(`with arrows  npm run lab -- at ${order} ${lamport} --step`);
  });

  it('shows the whole system: how many of each, money, stock, and what was under way', async () => {
    const { lab } = await simulatedLab();
    const { data, lines } = await allInFull(lab, 'now');
    const found = data as Data;
    expect(found.commits).to.equal(found.ofCommits);
    expect(found.next).to.equal(null);
    const text = lines(plain, 80);
    expect(text).to.include('sagas        1 COMPLETED').and.to.include('In flight: no message');
    expect(text.find((line) => line.startsWith('money'))).to.match(
      /^money {8}[\d,]+ \+ [\d,]+ charged - 0 refunded \+ 0 held = [\d,]+ in \d+ accounts?$/,
    );
  });

  it('says of an order that has ended that it stays so, at a value that nobody has reached, too', async () => {
    const { lab, order } = await simulatedLab();
    const text = (await at(lab, order, '999999')).lines(plain).join('\n');
    expect(text).to.include('\n  that is how it ended, and how it stays: at 999999, too\n');
    expect(text).to.include('saga         COMPLETED');
    const last = ((await at(lab, order, '999999')).data as Data).lamport;
    expect((await at(lab, order, String(last))).lines(plain).join('\n')).not.to.include('how it ended');
  });

  it('shows an order that goes on up to the last that happened in the system, and not behind that', async () => {
    const { lab, order } = await simulatedLab();
    const [first] = (await lab.commitsOf(order))['order-service'];
    const begun = ofEveryService((name) => (name === 'order-service' && first ? [first] : []));
    const open = { ...lab, commitsOf: () => Promise.resolve(begun) };
    const whole = ((await at(lab, 'all', 'now')).data as Data).lamport;
    const found = await at(open, order, String(whole));
    expect((found.data as Data).lamport).to.equal(first?.lamport);
    expect(found.lines(plain).join('\n')).to.include(`\n  nothing more had happened to it up to ${whole}\n`);
    expect(await refusalOf(at(open, order, String(whole + 1)))).to.match(
      new RegExp(
        `^Lamport value ${whole + 1} is in the future: the last that happened in the system is at ${whole}, `,
      ),
    );
  });

  it('prints of the whole system what reading everything would print, at each of its moments', async () => {
    const { lab, types } = await simulatedLab();
    const lamports = [...new Set(types.map((type) => type.split(' ')[0] ?? ''))];
    expect(lamports.length).to.be.above(5);
    for (const lamport of lamports)
      expect((await at(lab, 'all', lamport)).lines(plain, 80)).to.deep.equal(
        (await allInFull(lab, lamport)).lines(plain, 80),
      );
  });

  it('takes a version of the order, and what came after its end is no future for it', async () => {
    const { lab, order } = await simulatedLab();
    const first = (await at(lab, order, 'v1')).data as Data;
    expect(first.readModels.orders?.[0]?.version).to.be.above(0);
    expect(first.readModels.sagas).to.deep.equal([]);
    const last = (await at(lab, order, '999999')).data as Data;
    expect(last.commits).to.equal(last.ofCommits);
  });

  it('reads an order again that moves while it is read, until it rests', async () => {
    const { lab, order } = await simulatedLab();
    const whole = await lab.commitsOf(order);
    let reads = 0;
    const moving = {
      tombstones: () => Promise.resolve([]),
      commitsOf: () => {
        reads += 1;
        return Promise.resolve(ofEveryService((name) => whole[name].slice(0, reads)));
      },
    } as unknown as Lab;
    const { ofCommits } = (await at(moving, order, 'now')).data as Data;
    expect(ofCommits).to.equal(sizeOf(whole));
    expect(reads).to.be.above(2);
  });

  it('reads all histories twice, so that no effect is there without its cause', async () => {
    const { lab } = await simulatedLab();
    const whole = await lab.commits();
    let reads = 0;
    const moving = {
      tombstones: () => Promise.resolve([]),
      commits: () => {
        reads += 1;
        return Promise.resolve(
          reads > 1 ? whole : { ...ofEveryService(() => []), 'payment-service': whole['payment-service'] },
        );
      },
    } as unknown as Lab;
    const { readModels, ofCommits } = (await allInFull(moving, 'now')).data as Data;
    expect(readModels.payments?.[0]?.status).to.equal('CHARGED');
    expect(readModels.orders?.[0]?.status).to.equal('PENDING');
    expect(ofCommits).to.be.below(sizeOf(whole));
  });

  it('refuses what there is not, with a word that helps', async () => {
    const { lab, order } = await simulatedLab();
    expect(await refusalOf(at(lab, 'all', '999999'))).to.match(
      /^Lamport value 999999 is in the future: the last that happened in the system is at \d+, /,
    );
    expect(await refusalOf(at(lab, 'all', '0'))).to.match(
      /^Lamport value 0 is before the beginning: the first that happened in the system is at 1, /,
    );
    expect(await refusalOf(at(lab, order, '2020-01-01'))).to.match(
      /^2020-01-01T.* is before the beginning: the first that happened to order /,
    );
    expect(await refusalOf(at(lab, order, '2100-01-01'))).to.match(/^2100-01-01 is in the future: it is /);
    expect(await refusalOf(at(lab, order, 'v99'))).to.match(
      /^Order \w+ has no version 99: it has 1 to \d+\.$/,
    );
    expect(await refusalOf(at(lab, 'all', 'v1'))).to.include('v1 is a version of one order');
    expect(await refusalOf(at(lab, 'nobody', '1'))).to.equal(
      'There is no order nobody. See all: npm run lab -- sagas',
    );
    expect(await refusalOf(at(empty, 'all', '1'))).to.include('Nothing has happened yet');
  });
});
