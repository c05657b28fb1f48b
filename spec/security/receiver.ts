import { ResultService } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { ResultTaskSender } from '../support/result-tasks.js'

/** A service that receives results from a LocalSwf, and who sends them. */
export class Receiver {
  readonly swf: LocalSwf
  readonly service: ResultService
  readonly taskList: string
  readonly sender: ResultTaskSender

  private constructor(swf: LocalSwf, service: ResultService, taskList: string) {
    this.swf = swf
    this.service = service
    this.taskList = taskList
    this.sender = new ResultTaskSender(swf)
  }

  static async start(): Promise<Receiver> {
    const swf = await LocalSwf.start()
    const service = new ResultService({ swf: swf.clientOptions, signals: false })
    return new Receiver(swf, service, await service.start())
  }

  async stop(): Promise<void> {
    await this.service.stop({ drainMs: 0 })
    this.sender.destroy()
    await this.swf.stop()
  }
}
