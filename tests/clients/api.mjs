// What every client's tests share: where the API is, and people who use it.
import { createHmac, randomUUID } from 'node:crypto'

/** Where the API listens. Set by the .NET test that runs these; by hand, the address the AppHost prints. */
export const address = process.env.RAPTORFLOW_ADDRESS
if (!address) throw new Error('RAPTORFLOW_ADDRESS is not set: start the stack and give the address of its API.')

/** The key the API signs tokens with; without it, tests that need an expired token are skipped. */
export const signingKey = process.env.RAPTORFLOW_SIGNING_KEY

/** An address and a password that nobody has yet. */
export const newCredentials = () => ({ email: `${randomUUID()}@example.com`, password: randomUUID() })

/** A request as any program would make it. */
export async function call(path, { token, workspace, ...request } = {}) {
  const headers = { 'content-type': 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  if (workspace) headers['x-workspace'] = workspace
  const response = await fetch(new URL(path, address), { ...request, headers })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}

/** The same token, had it been issued two hours earlier. */
export const aged = token => shifted(token, -7200)

/** The same token, had it been issued so many seconds later. */
export function shifted(token, seconds) {
  const [header, payload] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url'))
  const signed = `${header}.${Buffer.from(JSON.stringify({ ...claims, iat: claims.iat + seconds, exp: claims.exp + seconds })).toString('base64url')}`
  return `${signed}.${createHmac('sha256', signingKey).update(signed).digest('base64url')}`
}
