/** A task's output as it is stored: the one place that others import. */
export { MAX_LOG_BYTES, TRUNCATED_LINE } from './logs/decorate';
export { formatLogLine, parseLogLines } from './logs/line';
export { logSize, readLog } from './logs/read';
export { LogWriter, openLogWriter } from './logs/writer';

/** What Metaflow, too, writes to stderr when an attempt ends badly. */
export const TASK_FAILED_LINE = 'Task failed.';
export const SEGMENTATION_FAULT_LINE = 'Task failed with a segmentation fault.';
