// @microsoft/signalr against the hub of runs.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr'
import { address, shifted, signingKey } from './api.mjs'
import { assertStory, newMember, newRun, told } from './runs.mjs'

function connection({ token, workspace }, options = {}, query = {}) {
  const url = new URL('/hubs/runs', address)
  for (const [name, value] of Object.entries({ workspace, ...query })) url.searchParams.set(name, value)
  return new HubConnectionBuilder().withUrl(url.href, { accessTokenFactory: token && (() => token), ...options }).configureLogging(LogLevel.None).build()
}

/** The events up to the stream's end; `seen` hears each. */
const follow = (hub, run, after, seen = () => {}) => new Promise((resolve, reject) => {
  const events = []
  hub.stream('Follow', run, after).subscribe({
    next: event => { events.push(event); seen(event) },
    complete: () => resolve(events),
    error: reject,
  })
})

/** With a connection, for as long as the work takes. */
async function connected(member, work, ...options) {
  const hub = connection(member, ...options)
  await hub.start()
  try {
    return await work(hub)
  } finally {
    await hub.stop()
  }
}

test('a run is followed live to its end', async () => {
  const member = await newMember()
  const { run, end } = await newRun(member)
  const events = await connected(member, hub => follow(hub, run, 0, ({ seq }) => seq === told && end()))
  assertStory(events)
  assert.equal(events[0].run_id, run)
  assert.equal(events[0].workspace_id, member.workspace)
  assert.equal(events[3].data.from, 'fundamentals')
})

test('who comes back with the last number misses nothing and hears nothing twice', async () => {
  const member = await newMember()
  const { run, end } = await newRun(member)
  const first = connection(member)
  await first.start()
  const last = await new Promise((resolve, reject) => first.stream('Follow', run, null).subscribe({ next: ({ seq }) => seq === 2 && resolve(seq), complete: reject, error: reject }))
  await first.stop()

  const rest = await connected(member, hub => follow(hub, run, last, ({ seq }) => seq === told && end()))
  assertStory(rest, last)
  assert.deepEqual(await connected(member, hub => follow(hub, run, rest.at(-1).seq)), [])
})

test('many follow one run, and one connection many runs', async () => {
  const member = await newMember()
  const [one, other] = [await newRun(member), await newRun(member)]
  await connected(member, async hub => {
    const following = [follow(hub, one.run, 0), follow(hub, one.run, 1), follow(hub, other.run, 2, ({ seq }) => seq === told && other.end())]
    assertStory(await following[2], 2)
    await one.end()
    assertStory(await following[0])
    assertStory(await following[1], 1)
  })
})

test('a token in the query and no negotiation, as a browser may connect', async () => {
  const member = await newMember()
  const { run, end } = await newRun(member)
  await end()
  const options = [{ skipNegotiation: true, transport: HttpTransportType.WebSockets }, { access_token: member.token }]
  assertStory(await connected({ workspace: member.workspace }, hub => follow(hub, run, 0), ...options))
})

test('a run of others is refused like one that is not', async () => {
  const [member, stranger] = [await newMember(), await newMember()]
  const { run } = await newRun(member)
  await connected(stranger, async hub => {
    for (const id of [run, randomUUID(), 'no id'])
      await assert.rejects(follow(hub, id, 0), /There is no such run\.$/)
  })
  await assert.rejects(connection({ token: stranger.token, workspace: member.workspace }).start(), /404/)
})

test('what is no number is refused, and the connection stays', async () => {
  const member = await newMember()
  const { run, end } = await newRun(member)
  await end()
  await connected(member, async hub => {
    for (const after of [-1, 1.5, 'seven', {}, true])
      await assert.rejects(follow(hub, run, after), /'after' is the number of an event/)
    assertStory(await follow(hub, run, 0))
  })
})

test('a connection follows only so many runs at once', async () => {
  const member = await newMember()
  const { run } = await newRun(member)
  await connected(member, async hub => {
    const heard = Array.from({ length: 32 }, () => new Promise((resolve, reject) => hub.stream('Follow', run, 3).subscribe({ next: resolve, complete: reject, error: reject })))
    await Promise.all(heard)
    await assert.rejects(follow(hub, run, 0), /at most 32 runs/)
  })
})

test('a bad token, and none, are refused', async () => {
  const { token, workspace } = await newMember()
  await assert.rejects(connection({ token: `${token}x`, workspace }).start(), /401/)
  await assert.rejects(connection({ workspace }).start(), /401/)
  await assert.rejects(connection({ workspace }, {}, { access_token: `${token}x` }).start(), /401/)
})

test('a connection ends with its token', { skip: !signingKey && 'RAPTORFLOW_SIGNING_KEY is not set' }, async () => {
  const { token, workspace } = await newMember()
  const hub = connection({ token: shifted(token, -3597), workspace })
  const closed = new Promise(resolve => hub.onclose(resolve))
  await hub.start()
  await closed
})
