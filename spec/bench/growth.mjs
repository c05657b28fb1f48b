// What a LocalSwf costs as it fills: `npm run bench:growth`. Prints a table for each size; the figures in docs/local-swf.md are its.
import { Agent, request } from 'node:http'
import { LocalSwf } from '../../dist/lib/local-swf/index.js'

const SIZES = (process.argv[2] ?? '100,10000,100000').split(',').map(Number)
/** Calls that a figure is taken from. */
const SAMPLES = 1000
const domain = 'bench'
const workflowType = { name: 'bench', version: '1' }
const taskList = { name: 'deciders' }

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const headers = {
  authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/swf/aws4_request, SignedHeaders=host, Signature=0',
  'content-type': 'application/x-amz-json-1.0',
}

function caller(port) {
  return (operation, body) =>
    new Promise((resolve, reject) => {
      const options = {
        agent,
        port,
        method: 'POST',
        headers: { ...headers, 'x-amz-target': `SimpleWorkflowService.${operation}` },
      }
      const sent = request(options, (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if (response.statusCode === 200) resolve(text === '' ? undefined : JSON.parse(text))
          else reject(new Error(`${operation}: ${text}`))
        })
      })
      sent.on('error', reject)
      sent.end(JSON.stringify(body))
    })
}

async function filled(size) {
  const swf = await LocalSwf.start()
  const call = caller(swf.port)
  await call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await call('RegisterWorkflowType', {
    domain,
    ...workflowType,
    defaultTaskList: taskList,
    defaultTaskStartToCloseTimeout: '30',
    defaultExecutionStartToCloseTimeout: '3600',
    defaultChildPolicy: 'TERMINATE',
  })
  const start = (number) =>
    call('StartWorkflowExecution', {
      domain,
      workflowType,
      workflowId: `fill-${number}`,
      tagList: [`tag-${number % 10}`],
      input: 'x'.repeat(100),
    })
  for (const range of [0, size / 2]) {
    for (let first = range; first < range + size / 2; first += 50) {
      await Promise.all(Array.from({ length: Math.min(50, range + size / 2 - first) }, (_, index) => start(first + index)))
    }
    // The first half is completed, the second stays open, without a task that waits.
    const decisions = range === 0 ? [{ decisionType: 'CompleteWorkflowExecution' }] : []
    for (let left = size / 2; left > 0; left -= 1) {
      const { taskToken } = await call('PollForDecisionTask', { domain, taskList })
      await call('RespondDecisionTaskCompleted', { taskToken, decisions })
    }
  }
  return { swf, call }
}

async function medianMs(samples, run) {
  const times = []
  for (let index = 0; index < samples; index += 1) {
    const startedAt = performance.now()
    await run(index)
    times.push(performance.now() - startedAt)
  }
  return times.toSorted((one, other) => one - other)[samples >> 1]
}

async function figures(size) {
  globalThis.gc()
  const emptyBytes = process.memoryUsage().heapUsed
  const { swf, call } = await filled(size)
  globalThis.gc()
  // Of a few executions the heap tells nothing.
  const bytes = size < 1000 ? '' : Math.round((process.memoryUsage().heapUsed - emptyBytes) / size)
  const figure = { executions: size, 'heap, bytes each': bytes }
  const measure = async (name, run, samples = SAMPLES) => (figure[name] = (await medianMs(samples, run)).toFixed(2))
  const page = { domain, maximumPageSize: 100, startTimeFilter: { oldestDate: 0 } }
  await measure('warm', (index) => call('DescribeDomain', { name: domain, index }))
  delete figure.warm
  await measure('start', (index) => call('StartWorkflowExecution', { domain, workflowType, workflowId: `more-${index}` }))
  const tokens = []
  await measure('poll', async () => tokens.push((await call('PollForDecisionTask', { domain, taskList })).taskToken))
  const decisions = [{ decisionType: 'CompleteWorkflowExecution' }]
  await measure('answer', (index) => call('RespondDecisionTaskCompleted', { taskToken: tokens[index], decisions }))
  await measure('list open', () => call('ListOpenWorkflowExecutions', page))
  await measure('by tag', () => call('ListOpenWorkflowExecutions', { ...page, tagFilter: { tag: 'tag-3' } }))
  await measure('by id', () =>
    call('ListOpenWorkflowExecutions', { ...page, executionFilter: { workflowId: `fill-${size - 1}` } }),
  )
  await measure('list closed', () =>
    call('ListClosedWorkflowExecutions', { ...page, closeStatusFilter: { status: 'COMPLETED' } }),
  )
  await measure('count open', () => call('CountOpenWorkflowExecutions', { domain, startTimeFilter: { oldestDate: 0 } }))
  await swf.stop()
  return figure
}

// The first one only warms up: what is loaded and compiled then counts for none.
await figures(10)
const rows = []
for (const size of SIZES) rows.push(await figures(size))
console.log('Median milliseconds for each request, over HTTP in one process; lists give pages of 100.')
console.table(rows)
agent.destroy()
