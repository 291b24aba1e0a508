-- Users and their sign-in are of no workspace; workspaces, members, keys and idempotency keys are protected per workspace.
create table users (
    id uuid primary key,
    provider text not null check (provider in ('builtin', 'supabase')),
    email text not null check (email = lower(email) and length(email) <= 320),
    password_hash text,
    user_metadata jsonb not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_sign_in_at timestamptz,
    unique (provider, email),
    check ((provider = 'builtin') = (password_hash is not null))
);
grant select, insert, update on users to raptorflow_app;

-- One row per refresh token ever handed out and not yet expired; the rows of one sign-in share session_id.
create table refresh_tokens (
    token_hash bytea primary key,
    session_id uuid not null,
    user_id uuid not null references users on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz
);
create index refresh_tokens_session on refresh_tokens (session_id);
create index refresh_tokens_user on refresh_tokens (user_id, expires_at);
grant select, insert, update, delete on refresh_tokens to raptorflow_app;

create table sign_in_attempts (
    id uuid primary key,
    kind text not null check (kind in ('sign_in', 'sign_up')),
    email text not null,
    address text not null,
    outcome text not null check (outcome in ('failed', 'succeeded', 'limited')),
    at timestamptz not null
);
create index sign_in_attempts_email on sign_in_attempts (email, at) where outcome = 'failed';
create index sign_in_attempts_address on sign_in_attempts (address, at);
create index sign_in_attempts_at on sign_in_attempts (at);
grant select, insert, update, delete on sign_in_attempts to raptorflow_app;

create table workspaces (
    id uuid primary key,
    name text not null check (length(name) between 1 and 100),
    created_by uuid not null references users,
    created_at timestamptz not null
);

create table workspace_members (
    workspace_id uuid not null references workspaces on delete cascade,
    user_id uuid not null references users on delete cascade,
    role text not null check (role in ('admin', 'lord_operator', 'analyst', 'viewer')),
    created_at timestamptz not null,
    primary key (workspace_id, user_id)
);
create index workspace_members_user on workspace_members (user_id);
call protect_tenant_table('workspace_members');
create policy own_memberships on workspace_members for select using (user_id = (select current_app_user()));

alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy tenant on workspaces using (id = any ((select current_workspaces())::uuid[]));
create policy own_workspaces on workspaces for select
    using (exists (select from workspace_members m where m.workspace_id = id and m.user_id = (select current_app_user())));
grant select, insert, update on workspaces to raptorflow_app;

create table api_keys (
    id uuid primary key,
    workspace_id uuid not null references workspaces on delete cascade,
    user_id uuid not null references users on delete cascade,
    name text not null check (length(name) between 1 and 100),
    prefix text not null,
    secret_hash bytea not null unique,
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
);
create index api_keys_workspace on api_keys (workspace_id, created_at);
call protect_tenant_table('api_keys', 'select, insert, update');

-- Append-only. Entries of no workspace (sign-in, sign-out) are seen by their user alone.
create table audit_log (
    id uuid primary key,
    workspace_id uuid references workspaces on delete cascade,
    user_id uuid,
    action text not null,
    subject text,
    address text,
    at timestamptz not null
);
create index audit_log_workspace on audit_log (workspace_id, at desc);
create index audit_log_user on audit_log (user_id, at desc);
call protect_tenant_table('audit_log', 'select, insert');
create policy write_global on audit_log for insert with check (workspace_id is null);
create policy read_own on audit_log for select using (workspace_id is null and user_id = (select current_app_user()));

-- A row without status is a reservation: the request is being served by its owner until it expires.
create table idempotency_keys (
    workspace_id uuid not null references workspaces on delete cascade,
    key text not null check (length(key) between 1 and 255),
    route text not null,
    request_hash bytea not null,
    owner uuid not null,
    status integer,
    content_type text,
    location text,
    body bytea,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (workspace_id, key)
);
create index idempotency_keys_expiry on idempotency_keys (workspace_id, expires_at);
call protect_tenant_table('idempotency_keys');
