// One service goes on from an older backup, the others from now: no service can notice, whoever checks all of them does.
import { check } from '@saga-lab/lab/reader/check';
import { forgottenBy } from '@saga-lab/lab/checker/forgotten';
import { lab } from '@saga-lab/lab/client/lab';
import { deadLetterIds, readSystem } from '@saga-lab/lab/reader/read-system';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const SERVICE = 'payment-service';
const DATABASE = `mongo-${SERVICE}`;
const PRICE = 2_500;
/** Long enough for whoever would put anything right. */
const UNREPAIRED_MS = 3_000;

export default scenario({
  chapter: 'servers',
  position: 5,
  covers: ['F-58'],
  sentence: `The database of ${SERVICE} is put back to a backup from before two orders: the checks say what is gone and who has forgotten it, nobody repairs it, and with the right data all holds.`,
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const ada = await run.openAccount('ada', 4 * PRICE);
    const lamp = await run.putStock('lamp', 4, PRICE);
    const orders = async () => {
      const order = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
      await run.expectEnd(order, 'COMPLETED');
      return order;
    };
    const before = await orders();
    const backup = await whileDown(run, () => run.copyData(DATABASE));
    const since = [await orders(), await orders()];
    const right = await whileDown(run, () => run.exchangeData(DATABASE, backup));
    try {
      await run.expectAccount(ada, { balance: 3 * PRICE });
      await run.expectStock(lamp, { shipped: 3 });
      await expectWhatIsGone(run, { before, since });
    } finally {
      await whileDown(run, () => run.exchangeData(DATABASE, right)); // after a failure, too: other scenarios use this system
    }
    await run.expectAccount(ada, { balance: PRICE });
  },
});

/** The service too: what it knows in memory would not fit the data. */
const whileDown = async <T>(run: ScenarioRun, work: () => T): Promise<T> => {
  for (const part of [SERVICE, DATABASE]) await run.stop(part);
  try {
    return work();
  } finally {
    for (const part of [DATABASE, SERVICE]) await run.start(part);
  }
};

interface Orders {
  readonly before: string;
  readonly since: readonly string[];
}

/** Read by somebody who has not read these histories before, as they were. */
const expectWhatIsGone = async (
  { access, fixtures, reportResult }: ScenarioRun,
  { before, since }: Orders,
): Promise<void> => {
  const reader = lab(access);
  const names = { ...fixtures, deadLettersBefore: await deadLetterIds(reader) };
  const verdicts = await check(reader, names, { catchUpMs: UNREPAIRED_MS });
  const violated = verdicts.filter(({ state }) => state !== 'holds');
  for (const { invariant, sentence, findings } of violated)
    reportResult(`${invariant} ${sentence} Such as: ${findings[0] ?? ''}`);
  expect(violated.map(({ invariant }) => invariant)).to.deep.equal(['I-4', 'I-9', 'I-10']);

  const findings = violated.flatMap((verdict) => verdict.findings);
  expect(findings.filter((finding) => finding.includes(before))).to.deep.equal([]);
  const gone = since.flatMap((saga) => [
    `saga ${saga}: expected that COMPLETED means payment CHARGED.`,
    `ChargePayment of saga ${saga} was confirmed, and did not arrive.`,
  ]);
  expect(findings).to.include.members(gone);
  const forgotten = forgottenBy(await readSystem(reader, names));
  expect(
    forgotten.map(({ service, messages }) => [
      service,
      ...messages.map(({ type, saga }) => `${type} ${saga}`),
    ]),
  ).to.deep.equal([[SERVICE, ...since.map((saga) => `PaymentCharged ${saga}`)]]);
  reportResult(
    `others have the PaymentCharged of ${since.length} sagas from ${SERVICE}, which does not know them`,
  );
};
