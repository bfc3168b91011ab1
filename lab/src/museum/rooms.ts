// All rooms of the museum, in the order in which they are listed.
import type { Room } from './room.ts';
import { double, empty, hanging } from './rooms/barrier.ts';
import { blocked, split } from './rooms/coordinator-dies.ts';
import { halfConfirmed, orphan } from './rooms/holds-that-stay.ts';
import { absoluteCount, chargeUndone, largeCharge } from './rooms/undone.ts';
import { deadlock, dirtyMoney, dirtyRead } from './rooms/isolation.ts';
import { fuzzyRead, lostUpdate, readSkew } from './rooms/looks.ts';

export const rooms: readonly Room[] = [
  dirtyRead,
  dirtyMoney,
  chargeUndone,
  largeCharge,
  lostUpdate,
  absoluteCount,
  fuzzyRead,
  readSkew,
  deadlock,
  empty,
  hanging,
  double,
  blocked,
  split,
  halfConfirmed,
  orphan,
];
