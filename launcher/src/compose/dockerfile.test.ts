import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { serviceNames } from '@saga-lab/contracts/services';
import { composeFile, root } from './testing/compose-file.ts';
import { copiesOf, dockerfile } from './testing/dockerfile.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dependencies?: Readonly<Record<string, string>> }>>;
}

const stages = dockerfile();
const copies = copiesOf(stages);
const copied = copies.flatMap(({ sources }) => sources);

/** The launcher makes the secrets; with it and the services come the workspaces that they depend on. */
const neededWorkspaces = (): readonly string[] => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const needed = new Set<string>(['launcher', ...serviceNames]);
  for (const workspace of needed)
    for (const name of Object.keys(packages[workspace]?.dependencies ?? {}))
      if (name.startsWith('@saga-lab/')) needed.add(name.replace('@saga-lab/', ''));
  return [...needed];
};

describe('The Dockerfile', () => {
  it('copies only what exists', () => {
    for (const source of copied) expect(existsSync(join(root, source)), source).to.equal(true);
  });

  // @mutation Around the services: a COPY line of the Dockerfile [real: Docker]
  it('copies every workspace that runs in a container: its dependencies first, then its sources', () => {
    const workspaces = neededWorkspaces();
    expect(workspaces).to.include.members(['contracts', 'platform']);
    for (const workspace of workspaces)
      expect(copied, workspace).to.include.members([`${workspace}/package.json`, `${workspace}/src`]);
    expect(copied).to.include.members(['package.json', 'package-lock.json', '.npmrc', 'tsconfig.json']);
    const folders = copied.filter((source) => source.endsWith('/src')).map((source) => source.slice(0, -4));
    expect(folders, 'no more than those').to.have.members([...workspaces]);
  });

  it('installs in a stage of its own, without development packages and without running their scripts', () => {
    expect(stages.map(({ image }) => image)).to.deep.equal([stages[0]?.image, stages[0]?.image]);
    const commands = stages[0]?.instructions.filter(({ word }) => word === 'RUN').map(({ rest }) => rest);
    expect(commands).to.deep.equal(['npm ci --omit=dev --ignore-scripts']);
  });

  it('uses the Node that the project asks for', () => {
    expect(stages[0]?.image).to.match(/^node:(\d+)-/);
    expect(stages[0]?.image).to.include(`:${readFileSync(join(root, '.nvmrc'), 'utf8').trim()}-`);
  });

  it('ends as a user without rights, who owns nothing of the lab', () => {
    const last = stages.at(-1)?.instructions ?? [];
    expect(last.filter(({ word }) => word === 'USER').map(({ rest }) => rest)).to.deep.equal(['node']);
    const behind = last.slice(last.findIndex(({ word }) => word === 'USER') + 1).map(({ word }) => word);
    expect(behind).to.deep.equal(['CMD']);
    expect(last.filter(({ rest }) => rest.includes('--chown'))).to.deep.equal([]);
  });

  it('runs the programs that docker-compose.yml names, and they are there', () => {
    const commands = Object.values(composeFile().services)
      .filter(({ image }) => image === 'saga-lab')
      .flatMap(({ command = [] }) => command.filter((word) => word.endsWith('.ts')));
    expect(commands).to.have.length(serviceNames.length + 1);
    for (const program of commands) expect(existsSync(join(root, program)), program).to.equal(true);
  });
});
