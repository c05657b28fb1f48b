export const DOMAIN = 'burst'
export const ACTIVITY = 'Burst.echo'

export interface JobInput {
  readonly index: number
  readonly text: string
}

export function inputOf(index: number): JobInput {
  return { index, text: `job ${index}` }
}

export const activities = {
  Burst: {
    async echo(input: JobInput): Promise<JobInput> {
      return input
    },
  },
}
