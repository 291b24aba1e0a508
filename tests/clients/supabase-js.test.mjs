// supabase-js against the built-in identity. What is tried here is what docs/identity.md says works, and how the rest is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '@supabase/supabase-js'
import WebSocket from 'ws'
import { aged, address, call, newCredentials, signingKey } from './api.mjs'

// No timers; and before version 22, node has no WebSocket of its own, which supabase-js wants though nothing here connects.
const options = { auth: { autoRefreshToken: false, persistSession: false }, realtime: { transport: WebSocket } }

const client = () => createClient(address, 'the anon key, which means nothing here', options)

/** The answer's data; an error fails the test. */
async function ok(answer) {
  const { data, error } = await answer
  assert.equal(error, null)
  return data
}

/** The error, as applications look at it. */
async function refused(answer, expected) {
  const { error } = await answer
  assert.ok(error, 'was not refused')
  const seen = { name: error.name, status: error.status, code: error.code }
  assert.deepEqual(seen, { name: 'AuthApiError', ...expected })
  // Where no message is found, supabase-js shows the JSON.
  assert.doesNotMatch(error.message, /^\{/)
  return error
}

async function signedUp(data) {
  const credentials = newCredentials()
  const supabase = client()
  const { session, user } = await ok(supabase.auth.signUp({ ...credentials, options: { data } }))
  return { supabase, session, user, ...credentials }
}

async function signedIn({ email, password }) {
  const supabase = client()
  const { session } = await ok(supabase.auth.signInWithPassword({ email, password }))
  return { supabase, session }
}

const sessionMissing = { name: 'AuthSessionMissingError', status: 400, code: undefined }

test('signUp signs in at once, and keeps options.data', async () => {
  const { session, user, email } = await signedUp({ name: 'Ada' })
  assert.equal(user.email, email)
  assert.equal(user.aud, 'authenticated')
  assert.equal(user.role, 'authenticated')
  assert.deepEqual(user.user_metadata, { name: 'Ada' })
  assert.deepEqual(user.app_metadata, { provider: 'email', providers: ['email'] })
  assert.ok(Date.parse(user.email_confirmed_at))
  assert.equal(session.token_type, 'bearer')
  assert.equal(session.expires_in, 3600)
})

test('signUp with what cannot be is refused', async () => {
  const { email, password } = await signedUp()
  await refused(client().auth.signUp({ email, password }), { status: 422, code: 'user_already_exists' })
  await refused(client().auth.signUp({ email: 'nobody', password }), { status: 400, code: 'validation_failed' })
  await refused(client().auth.signUp({ ...newCredentials(), password: '' }), { status: 400, code: 'validation_failed' })
  await refused(client().auth.signUp({ phone: '+491234567', password }), { status: 400, code: 'phone_provider_disabled' })
  await refused(client().auth.signInAnonymously(), { status: 422, code: 'anonymous_provider_disabled' })
  const weak = await refused(client().auth.signUp({ ...newCredentials(), password: 'short' }), { name: 'AuthWeakPasswordError', status: 422, code: 'weak_password' })
  assert.deepEqual(weak.reasons, ['length'])
})

test('signInWithPassword signs in, or tells nothing of why not', async () => {
  const person = await signedUp()
  const { session } = await signedIn(person)
  assert.equal(session.user.id, person.user.id)
  const wrong = await refused(client().auth.signInWithPassword({ email: person.email, password: 'a guess' }), { status: 400, code: 'invalid_credentials' })
  const nobody = await refused(client().auth.signInWithPassword(newCredentials()), { status: 400, code: 'invalid_credentials' })
  assert.equal(wrong.message, 'Invalid login credentials')
  assert.equal(nobody.message, wrong.message)
  await refused(client().auth.signInWithPassword({ phone: '+491234567', password: 'a guess' }), { status: 422, code: 'phone_provider_disabled' })
})

test('guesses end in over_request_rate_limit', async () => {
  const { email } = await signedUp()
  for (let i = 0; i < 5; i++)
    await refused(client().auth.signInWithPassword({ email, password: 'a guess' }), { status: 400, code: 'invalid_credentials' })
  await refused(client().auth.signInWithPassword({ email, password: 'a guess' }), { status: 429, code: 'over_request_rate_limit' })
})

test('getUser, getSession, getClaims, getUserIdentities and mfa know the signed-in user', async () => {
  const { supabase, session, user, email } = await signedUp()
  assert.equal((await ok(supabase.auth.getUser())).user.id, user.id)
  assert.equal((await ok(supabase.auth.getSession())).session.access_token, session.access_token)
  const { claims } = await ok(supabase.auth.getClaims())
  assert.deepEqual([claims.sub, claims.email, claims.role, claims.aal, claims.is_anonymous], [user.id, email, 'authenticated', 'aal1', false])
  const { identities } = await ok(supabase.auth.getUserIdentities())
  assert.deepEqual(identities.map(i => [i.provider, i.user_id, i.identity_data.email]), [['email', user.id, email]])
  assert.deepEqual(await ok(supabase.auth.mfa.listFactors()), { all: [], phone: [], totp: [], webauthn: [] })
  assert.equal((await ok(supabase.auth.mfa.getAuthenticatorAssuranceLevel())).nextLevel, 'aal1')
})

test('getUser of nobody, or with another token, is refused', async () => {
  await refused(client().auth.getUser(), sessionMissing)
  await refused(client().auth.getUser('a.b.c'), { status: 403, code: 'bad_jwt' })
})

test('the session opens the rest of the API', async () => {
  const { session } = await signedUp()
  const { status, body } = await call('/api/workspaces', { method: 'POST', token: session.access_token, body: JSON.stringify({ name: 'Acme' }) })
  assert.equal(status, 201)
  assert.equal((await call(`/api/workspaces/${body.id}`, { token: session.access_token })).status, 200)
  assert.equal((await call('/api/workspaces')).status, 401)
})

test('refreshSession gives new tokens, and a spent one brought back ends the session', async () => {
  const { supabase, session } = await signedUp()
  const second = (await ok(supabase.auth.refreshSession())).session
  assert.notEqual(second.refresh_token, session.refresh_token)
  await ok(supabase.auth.refreshSession())
  await refused(client().auth.refreshSession({ refresh_token: session.refresh_token }), { status: 400, code: 'refresh_token_already_used' })
  await refused(supabase.auth.refreshSession(), { status: 400, code: 'refresh_token_not_found' })
  await refused(client().auth.refreshSession({ refresh_token: second.refresh_token.split('').reverse().join('') }), { status: 400, code: 'refresh_token_not_found' })
  await refused(client().auth.refreshSession({ refresh_token: 'short' }), { status: 400, code: 'validation_failed' })
})

test('setSession takes over a session', async () => {
  const { session, user } = await signedUp()
  const supabase = client()
  assert.equal((await ok(supabase.auth.setSession(session))).user.id, user.id)
  assert.equal((await ok(supabase.auth.getUser())).user.id, user.id)
  await refused(client().auth.setSession({ access_token: `${session.access_token}x`, refresh_token: session.refresh_token }), { status: 403, code: 'bad_jwt' })
})

test('an expired token is refused, and setSession renews it', { skip: !signingKey && 'RAPTORFLOW_SIGNING_KEY is not set' }, async () => {
  const { session, user } = await signedUp()
  const expired = aged(session.access_token)
  await refused(client().auth.getUser(expired), { status: 403, code: 'bad_jwt' })
  assert.equal((await call('/api/workspaces', { token: expired })).status, 401)
  const supabase = client()
  assert.equal((await ok(supabase.auth.setSession({ access_token: expired, refresh_token: session.refresh_token }))).user.id, user.id)
  assert.equal((await ok(supabase.auth.getUser())).user.id, user.id)
})

test('updateUser merges metadata', async () => {
  const { supabase } = await signedUp({ name: 'Ada', city: 'London' })
  const { user } = await ok(supabase.auth.updateUser({ data: { city: null, born: 1815 } }))
  assert.deepEqual(user.user_metadata, { name: 'Ada', born: 1815 })
  assert.deepEqual((await ok(supabase.auth.getSession())).session.user.user_metadata, user.user_metadata)
  const { session } = await ok(supabase.auth.refreshSession())
  assert.deepEqual(JSON.parse(Buffer.from(session.access_token.split('.')[1], 'base64url')).user_metadata, user.user_metadata)
})

test('updateUser changes the password and ends the other sessions', async () => {
  const person = await signedUp()
  const other = await signedIn(person)
  const password = 'another correct horse'
  await refused(person.supabase.auth.updateUser({ password: person.password }), { status: 422, code: 'same_password' })
  await refused(person.supabase.auth.updateUser({ password: 'short' }), { name: 'AuthWeakPasswordError', status: 422, code: 'weak_password' })
  await ok(person.supabase.auth.updateUser({ password }))
  await ok(person.supabase.auth.refreshSession())
  await refused(other.supabase.auth.getUser(), sessionMissing)
  await refused(client().auth.signInWithPassword(person), { status: 400, code: 'invalid_credentials' })
  await signedIn({ ...person, password })
})

test('updateUser leaves alone what needs a proof by mail or text message', async () => {
  const { supabase } = await signedUp()
  await refused(supabase.auth.updateUser({ email: newCredentials().email }), { status: 422, code: 'feature_disabled' })
  await refused(supabase.auth.updateUser({ phone: '+491234567' }), { status: 422, code: 'phone_provider_disabled' })
  await refused(client().auth.updateUser({ data: {} }), sessionMissing)
})

test('signOut ends this session, the others, or all', async () => {
  const person = await signedUp()
  const [second, third, fourth] = [await signedIn(person), await signedIn(person), await signedIn(person)]

  await ok(second.supabase.auth.signOut({ scope: 'local' }).then(r => ({ data: r, ...r })))
  await refused(second.supabase.auth.getUser(), sessionMissing)
  await refused(client().auth.getUser(second.session.access_token), sessionMissing)
  await refused(client().auth.refreshSession(second.session), { status: 400, code: 'refresh_token_not_found' })
  await ok(third.supabase.auth.getUser())

  await third.supabase.auth.signOut({ scope: 'others' })
  await ok(third.supabase.auth.getUser())
  await refused(fourth.supabase.auth.getUser(), sessionMissing)

  const fifth = await signedIn(person)
  await fifth.supabase.auth.signOut()
  await refused(third.supabase.auth.getUser(), sessionMissing)
  assert.deepEqual(await fifth.supabase.auth.signOut(), { error: null })
})

test('onAuthStateChange tells each change', async () => {
  const supabase = client()
  const seen = []
  const initial = new Promise(resolve => supabase.auth.onAuthStateChange((event, session) => {
    seen.push([event, session !== null])
    resolve()
  }))
  await initial
  const { email, password } = newCredentials()
  await ok(supabase.auth.signUp({ email, password }))
  await ok(supabase.auth.updateUser({ data: { a: 1 } }))
  await ok(supabase.auth.refreshSession())
  await supabase.auth.signOut()
  await ok(supabase.auth.signInWithPassword({ email, password }))
  assert.deepEqual(seen, [
    ['INITIAL_SESSION', false], ['SIGNED_IN', true], ['USER_UPDATED', true], ['TOKEN_REFRESHED', true], ['SIGNED_OUT', false], ['SIGNED_IN', true],
  ])
})

test('a session kept in storage is taken up by the next client', async () => {
  const kept = new Map()
  const storage = { getItem: key => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: key => void kept.delete(key) }
  const keeping = () => createClient(address, 'key', { ...options, auth: { ...options.auth, persistSession: true, storage } })
  const { session } = await ok(keeping().auth.signUp(newCredentials()))
  const next = keeping()
  assert.equal((await ok(next.auth.getSession())).session.access_token, session.access_token)
  assert.equal((await ok(next.auth.getUser())).user.id, session.user.id)
})

test('admin calls are refused to anybody', async () => {
  const { supabase, session, user } = await signedUp()
  const admin = createClient(address, 'key', { ...options, global: { headers: { Authorization: `Bearer ${session.access_token}` } } }).auth.admin
  for (const attempt of [a => a.listUsers(), a => a.createUser(newCredentials()), a => a.deleteUser(user.id), a => a.updateUserById(user.id, { password: 'x' }), a => a.inviteUserByEmail(newCredentials().email), a => a.generateLink({ type: 'magiclink', email: user.email })]) {
    await refused(attempt(admin), { status: 403, code: 'not_admin' })
    await refused(attempt(client().auth.admin), { status: 403, code: 'bad_jwt' })
  }
  await ok(supabase.auth.getUser())
})

test('other ways to sign in are refused by name', async () => {
  const { supabase, email } = await signedUp()
  const { auth } = supabase
  for (const attempt of [
    auth.signInWithOtp({ email }), auth.verifyOtp({ email, token: '123456', type: 'email' }), auth.resetPasswordForEmail(email),
    auth.resend({ type: 'signup', email }), auth.reauthenticate(), auth.signInWithSSO({ domain: 'example.com' }),
    auth.signInWithIdToken({ provider: 'google', token: 'x' }), auth.linkIdentity({ provider: 'google' }), auth.mfa.enroll({ factorType: 'totp' }),
  ])
    await refused(attempt, { status: 404, code: 'feature_disabled' })
})
