import { it } from 'vitest'
import { shareActivities, shareExecutions } from './support/shared-tasks.js'

it('64 pollers of whom some vanish share 5,000 activities', () =>
  shareActivities({ pollers: 64, rounds: 10, tasksPerRound: 500 }))

it('16 deciders of whom some vanish share 200 executions', () => shareExecutions({ deciders: 16, executions: 200 }))
