// What runs of seeds were given besides their seeds: in the command that has them again, and in the name of their folder.
import { quoted } from '@saga-lab/launcher/command/shell';
import { slug } from './slug.ts';

export interface Given {
  /** The bug that is planted. */
  readonly twin?: string | undefined;
  /** Under which orders are placed; left out: all under the saga. */
  readonly protocols?: readonly string[] | undefined;
}

/** As a person types it behind the seeds. */
export const optionsText = ({ twin, protocols }: Given): string =>
  (twin === undefined ? '' : ` --twin ${quoted(twin)}`) +
  (protocols === undefined ? '' : ` --protocols ${protocols.join(',')}`);

/** Before the seeds in the name of a folder. */
export const folderPart = ({ twin, protocols = [] }: Given): string =>
  [...(twin === undefined ? [] : [slug(twin)]), ...protocols].map((part) => `${part}-`).join('');
