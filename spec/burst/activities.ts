export const DOMAIN = 'burst'
export const ACTIVITY = 'Burst.echo'

export interface JobInput {
  readonly index: number
  readonly text: string
}

/** About what a small order has. */
export function inputOf(index: number): JobInput {
  return { index, text: `job ${index}, `.repeat(8) }
}

export const activities = {
  Burst: {
    async echo(input: JobInput): Promise<JobInput> {
      return input
    },
  },
}
