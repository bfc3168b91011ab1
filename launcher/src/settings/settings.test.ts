// Every setting, as its schema has it: each is in .env.example, and each number refuses what is none.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commonSettings, readConfig } from '@saga-lab/platform/service/config';
import { expect } from 'chai';
import { serviceNames } from '@saga-lab/contracts/services';
import { portSetting } from './services.ts';
import { goodSettings, numbersOf, schemas } from '../testing/settings.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Heading of a part of the file -> name -> value. */
const parts = readFileSync(`${root}.env.example`, 'utf8')
  .split(/^# --- /m)
  .slice(1)
  .map((part) => ({
    heading: part.split(' -', 1)[0] ?? '',
    values: new Map([...part.matchAll(/^# (\w+)=(.*)$/gm)].map(([, name = '', value]) => [name, value])),
  }));
const partOf = (heading: string) => parts.find((part) => part.heading.startsWith(heading))?.values;

/** Of one schema, without those of another: name -> default. */
const defaultsOf = (schema: typeof commonSettings, without: object = {}) =>
  Object.entries(schema.shape)
    .filter(([name]) => !(name in without))
    .map(([name, setting]) => ({ name, value: setting.safeParse(undefined).data }));

/** Names in the launcher's sources; between the launcher and what it starts, nobody sets one by hand. */
const launcherSettings = (): Set<string> => {
  const internal = ['SAGA_LAB_MARK', 'SAGA_LAB_INFRASTRUCTURE'];
  const text = readdirSync(`${root}launcher/src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('test'))
    .map((file) => readFileSync(`${root}launcher/src/${file}`, 'utf8'))
    .join('\n');
  const named = [...text.matchAll(/\bSAGA_LAB_[A-Z_]+\b/g)].map(([name]) => name);
  return new Set([
    ...named.filter((name) => !internal.includes(name)),
    ...serviceNames.map(portSetting),
    'NO_COLOR',
  ]);
};

describe('.env.example', () => {
  const groups = [
    { heading: 'Every service', expected: defaultsOf(commonSettings) },
    ...Object.entries(schemas).map(([heading, schema]) => ({
      heading,
      expected: defaultsOf(schema, commonSettings.shape),
    })),
  ].filter(({ expected }) => expected.length > 0);

  for (const { heading, expected } of groups)
    it(`has what ${heading} reads, each with its default, and nothing else`, () => {
      const values = partOf(heading);
      expect([...(values?.keys() ?? [])]).to.have.members(expected.map(({ name }) => name));
      for (const { name, value } of expected)
        if (value !== undefined) expect(values?.get(name), name).to.equal(String(value));
    });

  it('has what the launcher reads, and nothing else', () => {
    expect([...(partOf('Launcher')?.keys() ?? [])]).to.have.members([...launcherSettings()]);
  });

  it('has no other part', () => {
    expect(parts).to.have.length(1 + groups.length);
  });
});

describe('Every number among the settings', () => {
  for (const [service, schema] of Object.entries(schemas)) {
    const numbers = numbersOf(schema);

    it(`of ${service} refuses what is none, or too small, or too large, and takes both ends`, () => {
      expect(numbers).to.have.length.above(7);
      for (const { name, min, max } of numbers) {
        const given = (value: string) => () => readConfig(schema, { ...goodSettings, [name]: value });
        const bad = [String(min - 1), String(max + 1), '-1', '-0', 'NaN', 'Infinity', '1.5', '1e3', '0x10'];
        for (const value of [...bad, ' ', '1 ', '+1', '1_000', '9'.repeat(400)])
          expect(given(value), `${name}=${value}`).to.throw(`${name} must be a whole number from ${min} to`);
        for (const end of [min, max]) expect(given(String(end))()).to.include({ [name]: end });
      }
    });
  }

  it('is above 0, but for the port, and for a TTL that there is not', () => {
    const all = Object.values(schemas).flatMap(numbersOf);
    expect(new Set(all.filter(({ min }) => min < 1).map(({ name }) => name))).to.deep.equal(
      new Set(['PORT', 'HOLD_TTL_MS']),
    );
  });
});
