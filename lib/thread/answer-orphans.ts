import type { SWF } from '@aws-sdk/client-swf'
import type { JobFormat } from '../flow/job-format.js'
import type { FromThread, OrphanedTask } from '../protocol/messages.js'
import { serializeError } from '../protocol/serialized-error.js'
import { classifyFault } from '../swf/faults.js'

/**
 * Answers the tasks that a thread left behind when it died: as received where the result had arrived, else as failed with the reason,
 * and the decider's retry policy says whether it is sent again. Never rejects.
 */
export async function answerOrphans(
  client: SWF,
  format: JobFormat,
  orphans: readonly OrphanedTask[],
  post: (message: FromThread) => void,
): Promise<void> {
  await Promise.all(
    orphans.map(async (orphan) => {
      const { taskToken } = orphan
      try {
        await answer(client, format, orphan)
        post({ type: 'responded', taskToken, answered: true })
      } catch (error) {
        const { action, name, reason } = classifyFault(error)
        const isGone = action === 'gone'
        if (!isGone) post({ type: 'fault', name, message: reason, retryInMs: 0 })
        post({ type: 'responded', taskToken, answered: isGone })
      }
    }),
  )
}

async function answer(client: SWF, format: JobFormat, { taskToken, delivered, reason }: OrphanedTask): Promise<void> {
  if (delivered) await client.respondActivityTaskCompleted({ taskToken, result: format.dump(null) })
  else await client.respondActivityTaskFailed({ taskToken, ...format.failureOf(serializeError(new Error(reason))) })
}
