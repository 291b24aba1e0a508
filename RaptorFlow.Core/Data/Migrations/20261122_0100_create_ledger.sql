-- The ledger: campaigns, runs and their tasks, what was tried, what happened, what was decided.
create table campaigns (
    id           uuid primary key,
    workspace_id uuid not null,
    name         text not null check (char_length(name) between 1 and 200),
    objective    text not null check (objective in ('awareness', 'consideration', 'conversion', 'retention', 'advocacy')),
    status       text not null default 'planning' check (status in ('planning', 'approved', 'active', 'paused', 'completed', 'archived')),
    positioning  text,
    cohorts      text[] not null default '{}',
    budget       numeric(18, 4) check (budget >= 0),
    currency     text check (currency ~ '^[A-Z]{3}$'),
    starts_on    date,
    ends_on      date check (ends_on >= starts_on),
    version      integer not null default 1,
    created_by   uuid,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
create index campaigns_by_workspace on campaigns (workspace_id, id desc);
call protect_tenant_table('campaigns');

create table runs (
    id           uuid primary key,
    workspace_id uuid not null,
    campaign_id  uuid references campaigns (id) on delete set null,
    workflow     text not null,
    definition   jsonb not null,
    input        jsonb not null,
    status       text not null check (status in ('queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled')),
    priority     smallint not null default 1 check (priority between 0 and 3),
    event_seq    bigint not null default 0,
    error        text,
    traceparent  text,
    request_id   text,
    created_by   uuid,
    created_at   timestamptz not null default now(),
    started_at   timestamptz,
    finished_at  timestamptz
);
create index runs_by_workspace on runs (workspace_id, id desc);
create index runs_by_campaign on runs (campaign_id) where campaign_id is not null;
call protect_tenant_table('runs');

create table tasks (
    id           uuid primary key,
    workspace_id uuid not null,
    run_id       uuid not null references runs (id) on delete cascade,
    step         text not null,
    position     smallint not null,
    title        text not null,
    number       smallint,
    guild        text not null,
    agent_code   text not null,
    capability   text,
    inputs       jsonb not null,
    optional     boolean not null,
    keep         boolean not null,
    status       text not null check (status in ('queued', 'running', 'awaiting_approval', 'paused', 'succeeded', 'failed', 'dead', 'cancelled')),
    priority     smallint not null,
    waiting_on   smallint not null,
    attempt      smallint not null default 0,
    max_attempts smallint not null check (max_attempts between 1 and 10),
    fence        bigint not null default 0,
    host         text,
    lease_until  timestamptz,
    not_before   timestamptz,
    pushed_at    timestamptz,
    started_at   timestamptz,
    finished_at  timestamptz,
    result       jsonb,
    error        text,
    unique (run_id, step)
);
create index tasks_due on tasks (coalesce(not_before, '-infinity'::timestamptz)) where status = 'queued' and waiting_on = 0;
create index tasks_leased on tasks (lease_until) where status = 'running';
call protect_tenant_table('tasks');
create policy sweeper on tasks for select using ((select is_sweeping()));

create table task_edges (
    workspace_id uuid not null,
    from_task    uuid not null references tasks (id) on delete cascade,
    to_task      uuid not null references tasks (id) on delete cascade,
    primary key (from_task, to_task)
);
create index task_edges_backwards on task_edges (to_task);
call protect_tenant_table('task_edges');

create table task_attempts (
    workspace_id uuid not null,
    task_id      uuid not null references tasks (id) on delete cascade,
    fence        bigint not null,
    attempt      smallint not null,
    host         text not null,
    started_at   timestamptz not null,
    finished_at  timestamptz,
    outcome      text check (outcome in ('succeeded', 'retry', 'dead', 'lost', 'cancelled')),
    error        text,
    model        text,
    input_tokens bigint,
    output_tokens bigint,
    cost_micros  bigint,
    primary key (task_id, fence)
);
call protect_tenant_table('task_attempts');

create table run_events (
    workspace_id uuid not null,
    run_id       uuid not null references runs (id) on delete cascade,
    seq          bigint not null,
    type         text not null,
    task_id      uuid,
    step         text,
    at           timestamptz not null default clock_timestamp(),
    data         jsonb not null,
    primary key (run_id, seq)
);
call protect_tenant_table('run_events', 'select, insert');

create table decisions (
    id           uuid primary key,
    workspace_id uuid not null,
    run_id       uuid not null references runs (id) on delete cascade,
    task_id      uuid not null references tasks (id) on delete cascade,
    agent_code   text not null,
    kind         text not null,
    choice       text not null,
    reasons      text[] not null,
    alternatives text[] not null,
    at           timestamptz not null default now()
);
create index decisions_by_workspace on decisions (workspace_id, id desc);
call protect_tenant_table('decisions', 'select, insert, delete');

-- What the steps marked keep found: the foundation that later work on the campaign builds on.
create table campaign_foundations (
    workspace_id uuid not null,
    campaign_id  uuid not null references campaigns (id) on delete cascade,
    step         text not null,
    run_id       uuid not null,
    task_id      uuid not null,
    output       jsonb not null,
    updated_at   timestamptz not null default now(),
    primary key (campaign_id, step)
);
call protect_tenant_table('campaign_foundations');

create table onboardings (
    id           uuid primary key,
    workspace_id uuid not null,
    company_name text not null,
    run_id       uuid not null references runs (id) on delete cascade,
    campaign_id  uuid references campaigns (id) on delete set null,
    created_at   timestamptz not null default now()
);
create index onboardings_by_workspace on onboardings (workspace_id, id desc);
call protect_tenant_table('onboardings');

-- Who serves which guild now. Belongs to the installation, not to a tenant.
create table guild_registrations (
    host         text not null,
    guild        text not null,
    display_name text not null,
    version      text not null,
    state        text not null check (state in ('discovered', 'loading', 'ready', 'draining', 'unloaded', 'faulted')),
    faults       text[] not null,
    agents       jsonb not null,
    workflows    jsonb not null,
    seen_at      timestamptz not null default now(),
    primary key (host, guild)
);
grant select, insert, update, delete on guild_registrations to raptorflow_app;
