// Rules that no import table can say, kept by looking at what services and platform are written in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { serviceNames } from '@saga-lab/contracts/services';

const root = fileURLToPath(new URL('..', import.meta.url));
const forTests = /[.](test|contract|fixture)[.]ts$|\/testing\/|\/fixtures[.]ts$/;

interface Source {
  readonly file: string;
  readonly text: string;
}

interface Rule {
  readonly says: string;
  readonly forbids: RegExp;
  /** Files that it is about; all unless told. */
  readonly of?: RegExp;
  readonly but?: RegExp;
  /** Folders beside platform and services that it is about, too. */
  readonly also?: readonly string[];
  /** What it must catch. */
  readonly caught: Source;
}

const rules: readonly Rule[] = [
  {
    // @covers R-01
    says: 'nothing but the relay publishes; the bus carries, and what measures it passes on',
    forbids: /\.(publish|sendToQueue)\(/,
    but: /^platform\/src\/(runtime\/relay|bus\/.+|telemetry\/tracing)[.]ts$/,
    caught: { file: 'order-service/src/service.ts', text: 'await bus.publish(message, destination);' },
  },
  {
    // @covers R-21
    says: 'nobody opens a connection to the broker, or a channel, but what is under supervision',
    forbids: /\bcreate(Confirm)?Channel\(|\bimport \{[^}]*\bconnect\b[^}]*\} from 'amqplib'/,
    but: /^platform\/src\/bus\/rabbitmq\/(connection|publisher|consumer|probe|greeting)[.]ts$/,
    caught: { file: 'platform/src/bus/rabbitmq/rabbitmq-bus.ts', text: 'await model.createChannel();' },
  },
  {
    // @covers R-14
    says: 'nobody gives a message back to the broker to have it again at once',
    forbids: /\.nack(All)?\(|channel\.reject\(/,
    caught: { file: 'platform/src/bus/rabbitmq/consumer.ts', text: 'channel.nack(message, false, true);' },
  },
  {
    // @covers R-11
    says: 'nobody asks whether a message was delivered before: its id tells',
    forbids: /\bredelivered\b/,
    caught: {
      file: 'platform/src/bus/rabbitmq/consumer.ts',
      text: 'if (message.fields.redelivered) return;',
    },
  },
  {
    // @covers R-46 R-47
    says: 'what decides has no clock and no chance of its own',
    of: /^[^/]+\/src\/(decider|runtime|domain|sagas?|read-model)\//,
    forbids:
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.|\bset(Timeout|Interval|Immediate)\b/,
    caught: { file: 'platform/src/runtime/sweeper.ts', text: 'const now = Date.now();' },
  },
  {
    // @covers R-29
    says: 'no transaction spans several documents',
    forbids: /\b(withTransaction|startSession|withSession)\b/,
    caught: { file: 'platform/src/store/mongo-store.ts', text: 'await session.withTransaction(insert);' },
  },
  {
    // @covers R-35
    says: 'nothing is deleted but places of read models that nobody reads any more, and what is to be forgotten',
    forbids: /\b(deleteOne|deleteMany|findOneAndDelete|dropCollection|dropDatabase|expireAfterSeconds)\b/,
    but: /^platform\/src\/(views\/mongo-places|store\/mongo-forgetting)[.]ts$/,
    caught: { file: 'platform/src/store/mongo-store.ts', text: 'await commits.deleteMany({});' },
  },
  {
    // @covers R-53
    says: 'only the settings read the environment, and the log that is left when they fail',
    forbids: /\bprocess\.env\b/,
    but: /^([a-z]+-[a-z]+\/src\/config|platform\/src\/service\/run)[.]ts$/,
    caught: {
      file: 'payment-service/src/domain/payment.ts',
      text: "if (process.env['CRASH_AT']) process.exit(1);",
    },
  },
  {
    says: 'only what goes to this machine directly asks over HTTP, whatever proxy the environment names',
    also: ['launcher/src', 'lab/src', 'e2e', 'bench/src'],
    forbids:
      /\bfetch\(|from '(axios|undici)'|\bhttps?\.(get|request)\(|\b(get|request)\b.*from 'node:https?'/,
    but: /^(lab\/src\/client\/request|launcher\/src\/(engine\/ready|compose\/trial\/orders)|bench\/src\/(load\/orders|peers\/http))[.]ts$/,
    caught: { file: 'launcher/src/system/ready.ts', text: 'const answer = await fetch(`${url}/readyz`);' },
  },
];

const sourcesIn = (folders: readonly string[]): readonly Source[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
      .map((path) => join(folder, path))
      .filter((file) => !forTests.test(file))
      .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') })),
  );

const sources = sourcesIn(['contracts', 'platform', ...serviceNames].map((folder) => join(folder, 'src')));
const sourcesOf = ({ also = [] }: Rule): readonly Source[] => [...sources, ...sourcesIn(also)];

const breaches = (of: readonly Source[], rule: Rule): readonly string[] =>
  of
    .filter(({ file }) => (rule.of?.test(file) ?? true) && !rule.but?.test(file))
    .flatMap(({ file, text }) => text.split('\n').map((line, n) => ({ at: `${file}:${n + 1}`, line })))
    .filter(({ line }) => rule.forbids.test(line))
    .map(({ at, line }) => `${at} ${line.trim()}`);

describe('In the sources of platform and services', () => {
  for (const rule of rules)
    it(rule.says, () => {
      expect(breaches([rule.caught], rule)).to.have.length(1);
      expect(breaches(sourcesOf(rule), rule)).to.deep.equal([]);
    });

  it('every exception is one that is needed', () => {
    for (const rule of rules.filter(({ but }) => but)) {
      const excepted = sourcesOf(rule).filter(
        ({ file, text }) => rule.but?.test(file) && rule.forbids.test(text),
      );
      expect(excepted, rule.says).not.to.have.length(0);
    }
  });
});
