import { unsetSplit } from './unsetSplit';

/** A switch whose condition nothing has set. */
export const unsetCondition = unsetSplit('condition', 'unset-condition', 'chooses by');
