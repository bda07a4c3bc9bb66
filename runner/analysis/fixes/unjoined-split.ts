import type { FixRule } from './fix';
import { joinBeforeEnd } from './joining';

export const unjoinedSplit: FixRule = (_finding, context) => joinBeforeEnd(context);
