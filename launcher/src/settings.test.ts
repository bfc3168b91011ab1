import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serviceSettings } from '@saga-lab/platform/service/config';
import { expect } from 'chai';
import { portSetting, serviceNames } from './services.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const named = new Set(
  [...readFileSync(`${root}.env.example`, 'utf8').matchAll(/^# ([A-Z_]+)=/gm)].map((match) => match[1]),
);

/** Names that the settings files of the services read, and the launcher's own. */
const read = (): string[] => {
  const files = readdirSync(`${root}launcher/src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('test'))
    .map((file) => `launcher/src/${file}`);
  const configs = serviceNames.map((service) => `${service}/src/config.ts`);
  const text = [...files, ...configs].map((file) => readFileSync(root + file, 'utf8')).join('\n');
  return [...text.matchAll(/\b(SAGA_LAB_[A-Z_]+)\b|^ {2}([A-Z_]+): integer/gm)].flatMap((match) =>
    match.slice(1).filter(Boolean),
  );
};

/** Between the launcher and what it starts; nobody sets them by hand. */
const internal = ['SAGA_LAB_MARK', 'SAGA_LAB_INFRASTRUCTURE'];

describe('.env.example', () => {
  it('names every setting of launcher and services', () => {
    const settings = [...Object.keys(serviceSettings.shape), ...serviceNames.map(portSetting), ...read()];
    expect(settings.filter((name) => !named.has(name) && !internal.includes(name))).to.deep.equal([]);
  });
});
