/** Where a task attempt runs. `local.ts` is a Python host; `batch.ts` will be AWS Batch. */
import type { AttemptEndedReply, AttemptId, AttemptRequest, AttemptStartedReply } from './protocol';

export type ComputeEvent =
  | AttemptStartedReply
  | AttemptEndedReply
  | { readonly type: 'notice'; readonly message: string }
  /** The place itself is gone (the host died): nothing more will come, running attempts are lost. */
  | { readonly type: 'lost'; readonly message: string };

export interface Compute extends AsyncDisposable {
  /** Starts these attempts, without waiting for them; how they fare comes as events. Many at once, so that a cloud may group them. */
  launch(attempts: readonly AttemptRequest[]): void;
  /** Stops attempts: politely, then after `graceSeconds` by force. Each still ends with an `attempt_ended`. */
  cancel(attempts: readonly AttemptId[], graceSeconds: number): void;
  /** Every event, in order. One listener. */
  onEvent(listener: (event: ComputeEvent) => void): void;
}
