import { unknownOperation } from '../faults.js'
import { admitted } from './admitted.js'
import { countClosedWorkflowExecutions } from './count-closed-workflow-executions.js'
import { countOpenWorkflowExecutions } from './count-open-workflow-executions.js'
import { countPendingActivityTasks } from './count-pending-activity-tasks.js'
import { countPendingDecisionTasks } from './count-pending-decision-tasks.js'
import { deleteActivityType } from './delete-activity-type.js'
import { deleteWorkflowType } from './delete-workflow-type.js'
import { deprecateActivityType } from './deprecate-activity-type.js'
import { deprecateDomain } from './deprecate-domain.js'
import { deprecateWorkflowType } from './deprecate-workflow-type.js'
import { describeActivityType } from './describe-activity-type.js'
import { describeDomain } from './describe-domain.js'
import { describeWorkflowExecution } from './describe-workflow-execution.js'
import { describeWorkflowType } from './describe-workflow-type.js'
import { getWorkflowExecutionHistory } from './get-workflow-execution-history.js'
import { listActivityTypes } from './list-activity-types.js'
import { listClosedWorkflowExecutions } from './list-closed-workflow-executions.js'
import { listDomains } from './list-domains.js'
import { listOpenWorkflowExecutions } from './list-open-workflow-executions.js'
import { listTagsForResource } from './list-tags-for-resource.js'
import { listWorkflowTypes } from './list-workflow-types.js'
import type { Operation } from './operation.js'
import { pollForActivityTask } from './poll-for-activity-task.js'
import { pollForDecisionTask } from './poll-for-decision-task.js'
import { recordActivityTaskHeartbeat } from './record-activity-task-heartbeat.js'
import { registerActivityType } from './register-activity-type.js'
import { registerDomain } from './register-domain.js'
import { registerWorkflowType } from './register-workflow-type.js'
import { requestCancelWorkflowExecution } from './request-cancel-workflow-execution.js'
import { respondActivityTaskCanceled } from './respond-activity-task-canceled.js'
import { respondActivityTaskCompleted } from './respond-activity-task-completed.js'
import { respondActivityTaskFailed } from './respond-activity-task-failed.js'
import { respondDecisionTaskCompleted } from './respond-decision-task-completed.js'
import { signalWorkflowExecution } from './signal-workflow-execution.js'
import { startWorkflowExecution } from './start-workflow-execution.js'
import { tagResource } from './tag-resource.js'
import { terminateWorkflowExecution } from './terminate-workflow-execution.js'
import { undeprecateActivityType } from './undeprecate-activity-type.js'
import { undeprecateDomain } from './undeprecate-domain.js'
import { undeprecateWorkflowType } from './undeprecate-workflow-type.js'
import { untagResource } from './untag-resource.js'

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

const table = new Map(Object.entries(operations).map(([name, operation]) => [name, admitted(name, operation)]))

/** All that SWF has. */
export const operationNames: readonly string[] = [...table.keys()]

/** @throws SwfFault UnknownOperationException, which names the operation */
export function findOperation(name: string): Operation {
  const found = table.get(name)
  if (!found) throw unknownOperation(`SWF has no operation ${name}`)
  return found
}
