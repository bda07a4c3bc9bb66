import { unsetSplit } from './unsetSplit';

/** A foreach over an artifact that nothing has set. */
export const unsetForeach = unsetSplit('foreach', 'unset-foreach', 'splits over');
