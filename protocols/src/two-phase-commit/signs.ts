// What must be seen now and then of two-phase commit.
import { ASKED } from '../sign.ts';
import type { Sign } from '../sign.ts';
import { voting } from '../voting/signs.ts';

export const signs: readonly Sign[] = [ASKED, ...voting];
