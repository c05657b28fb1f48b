/** What else the account may not do. */
export interface Rules {
  /** Operations and decisions that an IAM policy forbids, by name. */
  readonly denied?: readonly string[]
}
