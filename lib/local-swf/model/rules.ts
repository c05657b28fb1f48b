import type { QuotaFigures } from '../quotas/figures.js'

/** What the account may do, and how often. */
export interface Rules {
  /** Operations and decisions that an IAM policy forbids, by name. */
  readonly denied?: readonly string[]
  readonly quotas?: QuotaFigures
}
