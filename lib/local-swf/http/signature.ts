import { incompleteSignature, missingAuthenticationToken } from '../answers/faults.js'

const credentialPattern = /^AWS4-HMAC-SHA256 .*?Credential=[^/,\s]{1,128}\/\d{8}\/([^/,\s]{1,64})\/[^/,\s]{1,64}\/aws4_request/

/**
 * The region that a request is signed for. The signature itself is not checked, so that any credentials will do.
 * @throws SwfFault, when the request is not signed
 */
export function signedRegion(authorization: string | undefined): string {
  if (!authorization) throw missingAuthenticationToken()
  const region = credentialPattern.exec(authorization)?.[1]
  if (region === undefined) throw incompleteSignature()
  return region
}
