/** What tasks left behind: the one place that others import. */
export {
  lookAtArtifact,
  readArtifact,
  readArtifactRows,
  recordedType,
  sketchArtifact,
  sketchBytes,
  type ArtifactLook,
  type ArtifactSketch,
} from './artifacts';
export {
  readAttempts,
  readTaskRecord,
  type AttemptRecord,
  type StoredArtifact,
  type TaskRecord,
} from './attempts';
export { readParameters } from './parameters';
export { readFinishedTasks, readParametersTask, type FinishedTask } from './finished';
export { taskOrigin, type TaskOrigin } from './origins';
export { taskOutcome, type TaskOutcome } from './outcome';
