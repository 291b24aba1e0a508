-- What the whole life of a run needs: time limits, lanes, waiting for people, tasks that agents ask for, forks, dead letters.
alter table runs
    add column deadline timestamptz,
    add column forked_from uuid,
    add column events_pruned_at timestamptz;
alter table runs set (fillfactor = 75);
create index runs_overdue on runs (deadline) where deadline is not null and finished_at is null;
create policy sweeper on runs for select using ((select is_sweeping()));

alter table tasks
    -- Where the bus queues it: the guild, or the guild and the agent when the agent's card limits how many may work at once.
    add column lane text,
    -- What the step asks of people before its result counts: {"role": …, "expires_after": …}.
    add column approval jsonb,
    -- The task that asked for this one, and what it gave it.
    add column parent_id uuid references tasks (id) on delete cascade,
    add column given jsonb,
    -- How often it has been continued with the results of tasks it asked for.
    add column round smallint not null default 0,
    add column cause text check (cause in ('transient', 'rate_limited', 'invalid_input', 'bug', 'timeout', 'lost', 'unserved', 'rejected', 'approval_expired')),
    add column discarded_at timestamptz,
    add column discarded_by uuid;
-- Row-level security, where it is forced, hides rows from the owner as well.
alter table tasks no force row level security;
update tasks set lane = guild;
alter table tasks force row level security;
alter table tasks alter column lane set not null;
create index tasks_children on tasks (parent_id) where parent_id is not null;
create index tasks_dead on tasks (workspace_id, finished_at, id) where status = 'dead' and discarded_at is null;
-- The sweeper looks for those never pushed, then for those whose push is oldest.
drop index tasks_due;
create index tasks_ready on tasks (pushed_at nulls first, id) where status = 'queued' and waiting_on = 0;
-- By the lease and not by the status: a completion, which asks for the status, must never come by this index, full of what ran before.
drop index tasks_leased;
create index tasks_leased on tasks (lease_until) where lease_until is not null;

-- An attempt is written once, when it ends; until then it stands in its task.
alter table task_attempts no force row level security;
delete from task_attempts where finished_at is null;
alter table task_attempts force row level security;
alter table task_attempts drop constraint if exists task_attempts_outcome_check, drop constraint if exists task_attempts_outcome_check1;
alter table task_attempts
    add column cause text,
    add constraint task_attempts_outcome check (outcome in ('succeeded', 'retry', 'dead', 'lost', 'cancelled', 'returned', 'continued', 'awaiting_approval')),
    alter column finished_at set not null,
    alter column outcome set not null;

-- A result that waits for a person: bound to its content, decided once.
create table approvals (
    id           uuid primary key,
    workspace_id uuid not null,
    run_id       uuid not null references runs (id) on delete cascade,
    task_id      uuid not null references tasks (id) on delete cascade,
    fence        bigint not null,
    role         text not null check (role in ('admin', 'lord_operator', 'analyst', 'viewer')),
    content_hash text not null,
    status       text not null default 'pending' check (status in ('pending', 'approved', 'rejected', 'expired', 'withdrawn')),
    requested_at timestamptz not null default now(),
    expires_at   timestamptz not null,
    decided_at   timestamptz,
    decided_by   uuid,
    comment      text check (char_length(comment) <= 2000),
    unique (task_id, fence)
);
create index approvals_pending on approvals (workspace_id, id) where status = 'pending';
create index approvals_expiring on approvals (expires_at) where status = 'pending';
create index approvals_by_run on approvals (run_id);
call protect_tenant_table('approvals', 'select, insert, update');
create policy sweeper on approvals for select using ((select is_sweeping()));

-- Old events are pruned by policy.
grant delete on run_events to raptorflow_app;
