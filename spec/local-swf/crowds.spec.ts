// Small crowds: crowds.long.spec.ts has large ones.
import { it } from 'vitest'
import { shareActivities, shareExecutions } from './support/shared-tasks.js'

it('pollers of whom some vanish share activities: none is done twice, and the lost ones time out and are done again', () =>
  shareActivities({ pollers: 16, rounds: 2, tasksPerRound: 60 }))

it('deciders of whom some vanish share executions: no turn is had twice, and the lost ones time out and are had again', () =>
  shareExecutions({ deciders: 8, executions: 60 }))
