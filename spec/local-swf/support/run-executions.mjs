// Run by retention.spec.ts in a process of its own, with --expose-gc: tells how the heap grows while executions come and go.
import { Agent, request } from 'node:http'
import { LocalSwf } from '../../../dist/lib/local-swf/index.js'

const ROUNDS = 3
const EXECUTIONS_PER_ROUND = 10_000
const CLIENTS = 16

const domain = 'orders'
const workflowType = { name: 'order', version: '1' }
const activityType = { name: 'ship', version: '1' }
const authorization = 'AWS4-HMAC-SHA256 Credential=local/20270115/us-east-1/swf/aws4_request'
const timeouts = ['ScheduleToStart', 'ScheduleToClose', 'StartToClose', 'Heartbeat']

const swf = await LocalSwf.start()
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })

function call(operation, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'x-amz-target': `SimpleWorkflowService.${operation}`, authorization }
    const sent = request({ host: '127.0.0.1', port: swf.port, method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode, body: text ? JSON.parse(text) : {} }))
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}

/** One execution that leaves an activity and a timer open in a task list of its own. */
async function runExecution(number) {
  const taskList = { name: `list-${number}` }
  const start = { domain, workflowType, workflowId: `order-${number}`, taskList, input: 'two books' }
  const { runId } = (await call('StartWorkflowExecution', start)).body
  const { taskToken } = (await call('PollForDecisionTask', { domain, taskList })).body
  const decisions = [
    { decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes: { activityId: 'a', activityType, taskList } },
    { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId: 't', startToFireTimeout: '3600' } },
    { decisionType: 'CompleteWorkflowExecution' },
  ]
  await call('RespondDecisionTaskCompleted', { taskToken, decisions })
  return runId
}

await call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '7' })
await call('RegisterWorkflowType', {
  domain,
  ...workflowType,
  defaultExecutionStartToCloseTimeout: '3600',
  defaultTaskStartToCloseTimeout: '30',
  defaultChildPolicy: 'TERMINATE',
})
const defaults = Object.fromEntries(timeouts.map((timeout) => [`defaultTask${timeout}Timeout`, '600']))
await call('RegisterActivityType', { domain, ...activityType, ...defaults })

const heapBytes = []
const total = ROUNDS * EXECUTIONS_PER_ROUND
const watched = { first: 0, oldest: total - 9000, last: total - 1 }
const runIds = new Map()
for (let round = 1; round <= ROUNDS; round += 1) {
  const last = round * EXECUTIONS_PER_ROUND
  let next = last - EXECUTIONS_PER_ROUND
  const client = async () => {
    while (next < last) {
      const number = next++
      const runId = await runExecution(number)
      if (Object.values(watched).includes(number)) runIds.set(number, runId)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  globalThis.gc()
  heapBytes.push(process.memoryUsage().heapUsed)
}

/** Whether the server still has the execution. */
async function isKept(number) {
  const execution = { workflowId: `order-${number}`, runId: runIds.get(number) }
  return (await call('DescribeWorkflowExecution', { domain, execution })).status === 200
}

const kept = {}
for (const [name, number] of Object.entries(watched)) kept[name] = await isKept(number)
agent.destroy()
await swf.stop()
console.log(JSON.stringify({ heapBytes, kept }))
