/** What tasks left behind: the one place that others import. */
export { readArtifact, readArtifactRows } from './artifacts';
export {
  readAttempts,
  readTaskRecord,
  type AttemptRecord,
  type StoredArtifact,
  type TaskRecord,
} from './attempts';
export { taskOutcome, type TaskOutcome } from './outcome';
