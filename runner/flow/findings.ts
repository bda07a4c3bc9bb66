/** What a rule says about a flow. The graph rules (`rules/`) and the artifact rules (`runner/analysis/rules`) share it. */
export type Severity = 'error' | 'warning' | 'hint';

export interface Finding {
  /** Stable and kebab-case; the file of the rule has the same name. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence for the person who wrote the flow. */
  readonly message: string;
  /** What to do. */
  readonly remedy?: string;
  /** The step that it is about; absent when it is about the flow. */
  readonly step?: string;
  /** The transition that it is about: `step` → `target`. */
  readonly target?: string;
}
