// The EventSource of browsers, as the package eventsource brings it to Node.js, against the events of runs.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { EventSource } from 'eventsource'
import { address } from './api.mjs'
import { assertStory, newMember, newRun, story, told, types } from './runs.mjs'

function open({ token, workspace }, run, { after, fetch } = {}) {
  const url = new URL(`/api/runs/${run}/events`, address)
  // As in a browser: it sets no headers.
  for (const [name, value] of Object.entries({ access_token: token, workspace, after }))
    if (value !== undefined) url.searchParams.set(name, value)
  return new EventSource(url, { fetch })
}

/** The events until it is closed for good; `seen` hears each. Breaks are its own affair. */
const follow = (source, seen = () => {}) => new Promise(resolve => {
  const events = []
  for (const type of types)
    source.addEventListener(type, ({ data, lastEventId }) => {
      const event = JSON.parse(data)
      assert.equal(event.type, type)
      assert.equal(lastEventId, `${event.seq}`)
      events.push(event)
      seen(event)
    })
  source.addEventListener('error', ({ code }) => source.readyState === EventSource.CLOSED && resolve({ events, code }))
})

test('a run is followed live to its end, and not asked for again', async () => {
  const member = await newMember()
  const { run, end } = await newRun(member)
  const { events, code } = await follow(open(member, run), ({ seq }) => seq === told && end())
  assertStory(events)
  // It asked again with the last number, and was told that there is no more.
  assert.equal(code, 204)
})

test('after a break it comes back with the last number, misses nothing and hears nothing twice', async () => {
  const member = await newMember()
  const { run, end } = await newRun(member)
  const numbers = []
  const breaking = async (url, request) => {
    numbers.push(new Headers(request.headers).get('last-event-id'))
    const response = await fetch(url, request)
    if (numbers.length > 1) return response
    const once = new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk); controller.terminate() } })
    return new Response(response.body.pipeThrough(once), response)
  }
  let heardBefore
  const { events } = await follow(open(member, run, { fetch: breaking }), ({ seq }) => {
    if (numbers.length === 1) heardBefore = seq
    if (seq === told) return end()
  })
  assertStory(events)
  assert.deepEqual(numbers, [null, `${heardBefore}`, `${story.length}`])
})

test('a number to begin after can be given', async () => {
  const member = await newMember()
  const { run, end } = await newRun(member)
  await end()
  assertStory((await follow(open(member, run, { after: 5 }))).events, 5)
})

test('a run of others is refused like one that is not', async () => {
  const [member, stranger] = [await newMember(), await newMember()]
  const { run } = await newRun(member)
  for (const [who, id] of [[stranger, run], [stranger, randomUUID()], [{ ...stranger, workspace: member.workspace }, run]])
    assert.deepEqual(await follow(open(who, id)), { events: [], code: 404 })
})

test('a bad token, and none, are refused', async () => {
  const member = await newMember()
  const { run } = await newRun(member)
  for (const token of [`${member.token}x`, undefined])
    assert.deepEqual(await follow(open({ ...member, token }, run)), { events: [], code: 401 })
})
