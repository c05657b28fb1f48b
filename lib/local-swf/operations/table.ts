import { unknownOperation } from '../answers/faults.js'
import { withAdmission } from './admission.js'
import { deprecateDomain, undeprecateDomain } from './domains/deprecate-domain.js'
import { describeDomain, listDomains } from './domains/describe-domains.js'
import { registerDomain } from './domains/register-domain.js'
import {
  requestCancelWorkflowExecution,
  signalWorkflowExecution,
  terminateWorkflowExecution,
} from './executions/open-executions.js'
import { startWorkflowExecution } from './executions/start-workflow-execution.js'
import type { Operation } from './operation.js'
import { listTagsForResource, tagResource, untagResource } from './tags/resource-tags.js'
import { pollForActivityTask } from './tasks/poll-for-activity-task.js'
import { pollForDecisionTask } from './tasks/poll-for-decision-task.js'
import {
  recordActivityTaskHeartbeat,
  respondActivityTaskCanceled,
  respondActivityTaskCompleted,
  respondActivityTaskFailed,
} from './tasks/respond-activity-task.js'
import { respondDecisionTaskCompleted } from './tasks/respond-decision-task-completed.js'
import {
  deleteActivityType,
  deleteWorkflowType,
  deprecateActivityType,
  deprecateWorkflowType,
  undeprecateActivityType,
  undeprecateWorkflowType,
} from './types/deprecate-types.js'
import { describeActivityType, describeWorkflowType } from './types/describe-types.js'
import { listActivityTypes, listWorkflowTypes } from './types/list-types.js'
import { registerActivityType } from './types/register-activity-type.js'
import { registerWorkflowType } from './types/register-workflow-type.js'
import { countClosedWorkflowExecutions, countOpenWorkflowExecutions } from './visibility/count-executions.js'
import { countPendingActivityTasks, countPendingDecisionTasks } from './visibility/count-pending-tasks.js'
import { describeWorkflowExecution } from './visibility/describe-workflow-execution.js'
import { getWorkflowExecutionHistory } from './visibility/get-workflow-execution-history.js'
import { listClosedWorkflowExecutions, listOpenWorkflowExecutions } from './visibility/list-executions.js'

/**
 * Every operation of SWF. A new one takes three files: its own in the room of what it is about, this table, and its quota in
 * `quotas/figures.ts`.
 */
const operations: Readonly<Record<string, Operation>> = {
  CountClosedWorkflowExecutions: countClosedWorkflowExecutions,
  CountOpenWorkflowExecutions: countOpenWorkflowExecutions,
  CountPendingActivityTasks: countPendingActivityTasks,
  CountPendingDecisionTasks: countPendingDecisionTasks,
  DeleteActivityType: deleteActivityType,
  DeleteWorkflowType: deleteWorkflowType,
  DeprecateActivityType: deprecateActivityType,
  DeprecateDomain: deprecateDomain,
  DeprecateWorkflowType: deprecateWorkflowType,
  DescribeActivityType: describeActivityType,
  DescribeDomain: describeDomain,
  DescribeWorkflowExecution: describeWorkflowExecution,
  DescribeWorkflowType: describeWorkflowType,
  GetWorkflowExecutionHistory: getWorkflowExecutionHistory,
  ListActivityTypes: listActivityTypes,
  ListClosedWorkflowExecutions: listClosedWorkflowExecutions,
  ListDomains: listDomains,
  ListOpenWorkflowExecutions: listOpenWorkflowExecutions,
  ListTagsForResource: listTagsForResource,
  ListWorkflowTypes: listWorkflowTypes,
  PollForActivityTask: pollForActivityTask,
  PollForDecisionTask: pollForDecisionTask,
  RecordActivityTaskHeartbeat: recordActivityTaskHeartbeat,
  RegisterActivityType: registerActivityType,
  RegisterDomain: registerDomain,
  RegisterWorkflowType: registerWorkflowType,
  RequestCancelWorkflowExecution: requestCancelWorkflowExecution,
  RespondActivityTaskCanceled: respondActivityTaskCanceled,
  RespondActivityTaskCompleted: respondActivityTaskCompleted,
  RespondActivityTaskFailed: respondActivityTaskFailed,
  RespondDecisionTaskCompleted: respondDecisionTaskCompleted,
  SignalWorkflowExecution: signalWorkflowExecution,
  StartWorkflowExecution: startWorkflowExecution,
  TagResource: tagResource,
  TerminateWorkflowExecution: terminateWorkflowExecution,
  UndeprecateActivityType: undeprecateActivityType,
  UndeprecateDomain: undeprecateDomain,
  UndeprecateWorkflowType: undeprecateWorkflowType,
  UntagResource: untagResource,
}

const table = new Map(Object.entries(operations).map(([name, operation]) => [name, withAdmission(name, operation)]))

/** The names of all operations that SWF has. */
export const operationNames: readonly string[] = [...table.keys()]

/**
 * The operation of this name.
 * @throws SwfFault UnknownOperationException, which names the operation
 */
export function findOperation(name: string): Operation {
  const found = table.get(name)
  if (!found) throw unknownOperation(`SWF has no operation ${name}`)
  return found
}
