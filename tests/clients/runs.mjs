// What the tests of clients that follow runs share: people with a workspace, and runs whose events the tests make happen.
import assert from 'node:assert/strict'
import { call, newCredentials } from './api.mjs'

async function ok(answer, expected) {
  const { status, body } = await answer
  assert.equal(status, expected, JSON.stringify(body))
  return body
}

const post = (path, { token, workspace }, expected, body = {}) => ok(call(path, { method: 'POST', token, workspace, body: JSON.stringify(body) }), expected)

/** Somebody with a workspace. */
export async function newMember() {
  const { access_token: token } = await post('/auth/v1/signup', {}, 200, newCredentials())
  const { id: workspace } = await post('/api/workspaces', { token }, 201, { name: 'Acme' })
  return { token, workspace }
}

/** Every kind of event there is in these tests. */
export const types = ['task.cancelled', 'run.cancelled', 'run.redone']

/** What a run of `newRun` has told when it is over again: the run was ended once before. */
export const story = ['task.cancelled', 'task.cancelled', 'run.cancelled', 'run.redone', 'task.cancelled', 'task.cancelled', 'run.cancelled']

/** How many of these are told at first; the others come when the run is ended. */
export const told = 4

/** A run that was ended and begun anew, and waits for somebody to `end` it. */
export async function newRun(member) {
  const { id, run_id: run } = await post('/api/onboarding', member, 202, { company: { name: 'Acme' } })
  const end = () => post(`/api/runs/${run}/cancel`, member, 200)
  await end()
  await post(`/api/onboarding/${id}/steps/fundamentals/redo`, member, 202)
  return { run, end }
}

/** That the events are the whole story after a number, in order, each once. */
export function assertStory(events, after = 0) {
  assert.deepEqual(events.map(e => e.type), story.slice(after))
  assert.deepEqual(events.map(e => e.seq), story.map((_, i) => i + 1).slice(after))
}
