import { unknownOperation } from '../answers/faults.js'
import { admitted } from './admission.js'
import { countClosedWorkflowExecutions } from './count-closed-workflow-executions.js'
import { countOpenWorkflowExecutions } from './visibility/count-executions.js'
import { countPendingActivityTasks } from './visibility/count-pending-tasks.js'
import { countPendingDecisionTasks } from './count-pending-decision-tasks.js'
import { deleteActivityType } from './delete-activity-type.js'
import { deleteWorkflowType } from './delete-workflow-type.js'
import { deprecateActivityType } from './types/deprecate-types.js'
import { deprecateDomain } from './domains/deprecate-domain.js'
import { deprecateWorkflowType } from './deprecate-workflow-type.js'
import { describeActivityType } from './types/describe-types.js'
import { describeDomain } from './domains/describe-domain.js'
import { describeWorkflowExecution } from './visibility/describe-workflow-execution.js'
import { describeWorkflowType } from './describe-workflow-type.js'
import { getWorkflowExecutionHistory } from './visibility/get-workflow-execution-history.js'
import { listActivityTypes } from './types/list-types.js'
import { listClosedWorkflowExecutions } from './list-closed-workflow-executions.js'
import { listDomains } from './domains/list-domains.js'
import { listOpenWorkflowExecutions } from './list-open-workflow-executions.js'
import { listTagsForResource } from './tags/resource-tags.js'
import { listWorkflowTypes } from './list-workflow-types.js'
import type { Operation } from './operation.js'
import { pollForActivityTask } from './tasks/poll-for-activity-task.js'
import { pollForDecisionTask } from './tasks/poll-for-decision-task.js'
import { recordActivityTaskHeartbeat } from './tasks/record-activity-task-heartbeat.js'
import { registerActivityType } from './types/register-activity-type.js'
import { registerDomain } from './domains/register-domain.js'
import { registerWorkflowType } from './types/register-workflow-type.js'
import { requestCancelWorkflowExecution } from './executions/request-cancel-workflow-execution.js'
import { respondActivityTaskCanceled } from './respond-activity-task-canceled.js'
import { respondActivityTaskCompleted } from './tasks/respond-activity-task.js'
import { respondActivityTaskFailed } from './respond-activity-task-failed.js'
import { respondDecisionTaskCompleted } from './tasks/respond-decision-task-completed.js'
import { signalWorkflowExecution } from './executions/signal-workflow-execution.js'
import { startWorkflowExecution } from './executions/start-workflow-execution.js'
import { tagResource } from './tag-resource.js'
import { terminateWorkflowExecution } from './executions/terminate-workflow-execution.js'
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
