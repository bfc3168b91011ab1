import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { AnySchema } from 'ajv';
import { expect } from 'chai';
import { services as codeOf } from '../settings/services.ts';
import { serviceNames } from '@saga-lab/contracts/services';
import { attachedSystem } from '../system/attached.ts';
import { BROKER_IMAGE } from '../broker/docker-node.ts';
import { MONGO_IMAGE } from '../databases/provide-mongo.ts';
import { composeFile, mountsOf, root, withDefaults } from './testing/compose-file.ts';
import type { Container } from './testing/compose-file.ts';
import { writeComposeSecrets } from './secrets.ts';

const { services, networks, volumes } = composeFile();
const containers = Object.entries(services);
const container = (name: string): Container => services[name] ?? expect.fail(`there is no ${name}`);
const secretsOf = (name: string) => `${name}-secrets`;

/** That of the compose specification (Apache-2.0), as the linter dclint carries it. */
const schema = JSON.parse(
  readFileSync(join(root, 'node_modules/dclint/schemas/compose.schema.json'), 'utf8'),
) as { $schema?: string; properties: object };

const { $schema: _draft, ...rules } = schema;
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
  rules as AnySchema,
);

const complaintsAbout = (file: unknown): readonly string[] => {
  void validate(file);
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
};

/** What `npm run compose:try` has seen to work there; whatever else is wanted has to be tried on it first. */
const containerKeys =
  'image build pull_policy hostname restart init entrypoint command environment depends_on networks network_mode ports volumes healthcheck';
const healthcheckKeys = 'test interval timeout start_period retries';

const unknownTo = (known: string, found: object): readonly string[] =>
  Object.keys(found).filter((key) => !known.split(' ').includes(key));

const beyondEngine20 = (all: Readonly<Record<string, object>>): readonly string[] =>
  Object.entries(all).flatMap(([name, each]) => {
    const { healthcheck = {}, volumes: mounts = [] } = each as { healthcheck?: object; volumes?: unknown[] };
    const ofCheck = unknownTo(healthcheckKeys, healthcheck).map((key) => `healthcheck.${key}`);
    const ofMounts = mounts.filter((mount) => typeof mount !== 'string').map(() => 'volumes in long form');
    return unknownTo(containerKeys, each)
      .concat(ofCheck, ofMounts)
      .map((what) => `${name}: ${what}`);
  });

describe('docker-compose.yml', () => {
  it('keeps to the compose specification', () => {
    expect(complaintsAbout(composeFile())).to.deep.equal([]);
    expect(complaintsAbout({ services: { one: { image: 'a', helthcheck: {} } } })).not.to.deep.equal([]);
    expect(Object.keys(schema.properties)).to.include.members(['services', 'models']); // no old one
  });

  // @mutation Around the services: health checks without `start_interval`, which Engine 20.10 refuses: one has it [real: Docker]
  it('asks for nothing that Docker Engine 20.10 lacks, as Debian and Ubuntu have it', () => {
    expect(beyondEngine20(services)).to.deep.equal([]);
    const healthcheck = { test: ['CMD', 'true'], start_interval: '2s' };
    const volumes = [{ type: 'volume', source: 'a', target: '/a', volume: { subpath: 'b' } }];
    expect(beyondEngine20({ one: { image: 'a', healthcheck, volumes, gw_priority: 1 } })).to.deep.equal([
      'one: gw_priority',
      'one: healthcheck.start_interval',
      'one: volumes in long form',
    ]);
  });

  it('has the four services, a database for each, the broker, and what makes their secrets', () => {
    const databases = serviceNames.map((name) => `mongo-${name}`);
    expect(Object.keys(services)).to.have.members([...serviceNames, ...databases, 'rabbitmq', 'secrets']);
    expect(container('rabbitmq')).to.include({ image: BROKER_IMAGE });
    for (const name of databases) expect(container(name), name).to.include({ image: MONGO_IMAGE });
  });

  it("builds its image once: several builds of one name get into each other's way", () => {
    const ours = containers.filter(([, { image }]) => image === 'saga-lab');
    expect(ours.map(([name]) => name)).to.have.members([...serviceNames, 'secrets']);
    expect(ours.filter(([, { build }]) => build !== undefined).map(([name]) => name)).to.deep.equal([
      'secrets',
    ]);
    for (const name of serviceNames) expect(container(name), name).to.include({ pull_policy: 'never' });
  });

  it('starts each only after what it cannot do without, and that is something that can be ready', () => {
    for (const [name, { depends_on: others = {} }] of containers)
      for (const [other, { condition }] of Object.entries(others)) {
        const { healthcheck, restart } = container(other) as Container & { restart?: string };
        if (condition === 'service_healthy') expect(healthcheck, `${name}: ${other}`).not.to.equal(undefined);
        else expect([condition, restart]).to.deep.equal(['service_completed_successfully', undefined]);
      }
    const needs = (name: string) => Object.keys(container(name).depends_on ?? {});
    for (const service of serviceNames)
      expect(needs(service), service).to.have.members(['rabbitmq', `mongo-${service}`]);
    for (const name of ['rabbitmq', ...serviceNames.map((each) => `mongo-${each}`)])
      expect(needs(name), name).to.deep.equal(['secrets']);
  });

  // @covers R-55
  // @mutation Around the services: the loopback address in a published port [real: Docker]
  it('publishes the four services to this machine alone, and nothing of broker and databases', () => {
    const published = containers.filter(([, { ports = [] }]) => ports.length > 0).map(([name]) => name);
    expect(published).to.have.members([...serviceNames]);
    for (const service of serviceNames)
      expect(container(service).ports?.join(), service).to.match(/^127\.0\.0\.1:80\d\d:8080$/);
    expect(new Set(published.flatMap((name) => container(name).ports)).size).to.equal(serviceNames.length);
    expect(container('secrets')).to.include({ network_mode: 'none' });
    for (const [name, { networks: own, network_mode: mode }] of containers)
      if (mode === undefined) expect(own, name).to.deep.equal(Object.keys(networks));
  });

  it("shows each container its own secrets and nobody else's, and lets only the first step write them", () => {
    for (const [name, each] of containers.filter(([other]) => other !== 'secrets')) {
      const secret = mountsOf(each).filter(({ volume }) => volume.endsWith('-secrets'));
      expect(secret, name).to.deep.equal([{ volume: secretsOf(name), target: '/secrets', readOnly: true }]);
    }
    const written = mountsOf(container('secrets'));
    for (const { volume, target } of written)
      expect(volume).to.equal(secretsOf(target.replace('/secrets/', '')));
    expect(written).to.have.length(containers.length - 1);
    const mounted = containers.flatMap(([, each]) => mountsOf(each).map(({ volume }) => volume));
    expect(Object.keys(volumes)).to.have.members([...new Set(mounted)]);
  });

  it('holds no secret itself', () => {
    for (const [name, { environment = {} }] of containers)
      for (const variable of Object.keys(environment))
        expect(variable, name).to.match(/_FILE$|^(HOST|PORT|LOG_LEVEL)$/);
  });

  describe('gives each service', () => {
    let dir: string;
    before(() => {
      dir = mkdtempSync(join(tmpdir(), 'saga-lab-compose-file-'));
      writeComposeSecrets(dir);
    });
    after(() => {
      rmSync(dir, { recursive: true });
    });
    for (const service of serviceNames)
      it(`settings that ${service} knows and takes`, () => {
        const given = Object.entries(container(service).environment ?? {}).map(([name, value]) => [
          name,
          withDefaults(value).replace(/^\/secrets\//, `${dir}/${service}/`),
        ]);
        const config = codeOf[service].configOf(Object.fromEntries(given) as Record<string, string>);
        for (const [name = ''] of given) expect(config).to.have.property(name.replace(/_FILE$/, ''));
        expect(config).to.include({ HOST: '0.0.0.0', PORT: 8080, LOG_LEVEL: 'info' });
        const mongoUrl = 'MONGO_URL' in config ? config.MONGO_URL : '';
        expect(mongoUrl).to.include(`@mongo-${service}:27017/${service}?replicaSet=saga-lab`);
        expect(container(service).command?.at(-1)).to.equal(`${service}/src/main.ts`);
      });
  });

  it('publishes where the documents say that it does', () => {
    const addresses = serviceNames.map((service) => {
      const [ip, port] = container(service).ports?.[0]?.split(':') ?? [];
      return [service, `http://${ip ?? ''}:${port ?? ''}`];
    });
    for (const file of ['.env.example', 'docs/operations.md']) {
      const line = /SAGA_LAB_SYSTEM=(order-service=http\S+)/.exec(
        readFileSync(join(root, file), 'utf8'),
      )?.[1];
      const system = attachedSystem({ SAGA_LAB_SYSTEM: line, ADMIN_TOKEN: 'q7Zr2mXw9KfT4sVb' });
      expect(system?.urls, file).to.deep.equal(Object.fromEntries(addresses));
    }
  });
});
