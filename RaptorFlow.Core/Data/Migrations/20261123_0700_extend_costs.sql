-- What a call was asked for and what it got, so that shares of tiers, savings and refusals can be reported.
alter table cost_entries
    add column kind text not null default 'model' check (kind in ('model', 'source')),
    -- The tier that was asked for, and that of the model that answered. Null for what is no model's.
    add column asked_tier text check (asked_tier in ('economy', 'balanced', 'premium')),
    add column tier text check (tier in ('economy', 'balanced', 'premium')),
    -- Who answered: a provider, the workspace's cache, the task's own record, or the agent's draft when no model could be asked or afforded.
    add column served_from text not null default 'provider' check (served_from in ('provider', 'cache', 'record', 'draft')),
    -- What the same answer cost when it was bought.
    add column saved_micros bigint not null default 0 check (saved_micros >= 0),
    -- Why it is not what was asked for.
    add column reason text;

-- Answers that were paid for, by what was asked: a task that is done anew with the same question does not pay twice.
create table recorded_answers (
    task_id      uuid not null references tasks (id) on delete cascade,
    key          text not null,
    workspace_id uuid not null,
    -- JSON, and not jsonb: what models write may hold what jsonb refuses.
    answer       text not null,
    at           timestamptz not null default now(),
    primary key (task_id, key)
);
call protect_tenant_table('recorded_answers', 'select, insert, update');

-- Answers recorded or cached before this are not taken again; null when any will do.
alter table runs add column fresh_since timestamptz;
