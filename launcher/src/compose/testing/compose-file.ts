// docker-compose.yml as a value: anchors and merges are resolved, variables are not.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export interface Container {
  readonly image: string;
  readonly build?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Container>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

export const composeFile = (): ComposeFile =>
  parse(readFileSync(`${root}docker-compose.yml`, 'utf8'), { merge: true }) as ComposeFile;

export interface Mount {
  readonly volume: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** `order-service-secrets:/secrets:ro` */
export const mountsOf = ({ volumes = [] }: Container): readonly Mount[] =>
  volumes.map((text) => {
    const [volume = '', target = '', mode] = text.split(':');
    return { volume, target, readOnly: mode === 'ro' };
  });

/** As compose reads them: `${NAME:-default}` is the default, `$$` a dollar. */
export const withDefaults = (text: string): string =>
  text.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replaceAll('$$', '$');
