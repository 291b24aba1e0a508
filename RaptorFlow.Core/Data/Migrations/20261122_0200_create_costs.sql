-- Money, in integer micro-dollars (1 USD = 1,000,000): what may be spent, what is held for calls under way, what was spent.
create table budgets (
    id uuid primary key,
    workspace_id uuid not null,
    scope text not null check (scope in ('workspace_month', 'campaign', 'run')),
    scope_id text not null,
    -- null on a workspace's month: the default times the members it has at the time of the hold.
    limit_micros bigint check (limit_micros >= 0 and (limit_micros is not null or scope = 'workspace_month')),
    spent_micros bigint not null default 0 check (spent_micros >= 0),
    held_micros bigint not null default 0 check (held_micros >= 0),
    unique (workspace_id, scope, scope_id)
);
call protect_tenant_table('budgets');

create table budget_holds (
    id uuid primary key,
    workspace_id uuid not null,
    run_id uuid not null,
    campaign_id uuid,
    month text not null,
    -- The budgets that hold this amount: one created later, in mid-run, never held it and must not give it back.
    scopes text[] not null,
    amount_micros bigint not null check (amount_micros >= 0),
    expires_at timestamptz not null,
    created_at timestamptz not null
);
create index budget_holds_expiry on budget_holds (expires_at);
create index budget_holds_workspace on budget_holds (workspace_id, expires_at);
call protect_tenant_table('budget_holds');
create policy sweeper on budget_holds for select using (is_sweeping());

create table cost_entries (
    -- The hold's id, which is what makes settling twice the same as settling once.
    id uuid primary key,
    workspace_id uuid not null,
    user_id uuid,
    campaign_id uuid,
    run_id uuid not null,
    task_id uuid not null,
    agent_code text not null,
    model text not null,
    provider text not null,
    input_tokens bigint not null check (input_tokens >= 0),
    cached_input_tokens bigint not null check (cached_input_tokens >= 0),
    output_tokens bigint not null check (output_tokens >= 0),
    reasoning_tokens bigint not null check (reasoning_tokens >= 0),
    cost_micros bigint not null check (cost_micros >= 0),
    estimated boolean not null,
    at timestamptz not null
);
create index cost_entries_time on cost_entries (workspace_id, at);
create index cost_entries_run on cost_entries (workspace_id, run_id);
create index cost_entries_campaign on cost_entries (workspace_id, campaign_id) where campaign_id is not null;
-- A ledger is written once.
call protect_tenant_table('cost_entries', 'select, insert');

-- The budgets a call counts against, locked in one order, so that two calls never wait for each other in a circle.
create function lock_budgets(workspace uuid, month text, campaign uuid, run uuid) returns setof budgets
    language sql
    as $$
    select * from budgets
    where workspace_id = workspace
      and ((scope = 'workspace_month' and scope_id = month)
        or (scope = 'campaign' and scope_id = campaign::text)
        or (scope = 'run' and scope_id = run::text))
    order by scope, scope_id
    for update
$$;

-- Checks every budget and reserves on all of them, or on none: then it returns the one that lacks most.
create function place_hold(hold uuid, workspace uuid, month text, campaign uuid, run uuid, amount bigint, default_limit bigint,
                           now_at timestamptz, expires timestamptz, out lacking_scope text, out lacking_id text, out left_micros bigint)
    language plpgsql
    as $$
declare
    budget budgets;
    charged text[] := '{}';
    budget_left bigint;
begin
    insert into budgets (id, workspace_id, scope, scope_id) values (hold, workspace, 'workspace_month', month)
        on conflict (workspace_id, scope, scope_id) do nothing;
    for budget in select * from lock_budgets(workspace, month, campaign, run) loop
        budget_left := coalesce(budget.limit_micros, default_limit) - budget.spent_micros - budget.held_micros;
        charged := charged || budget.scope;
        if budget_left < amount and (left_micros is null or budget_left < left_micros) then
            lacking_scope := budget.scope;
            lacking_id := budget.scope_id;
            left_micros := budget_left;
        end if;
    end loop;
    if lacking_scope is not null then
        return;
    end if;
    update budgets set held_micros = held_micros + amount
        where id in (select id from lock_budgets(workspace, month, campaign, run));
    insert into budget_holds (id, workspace_id, run_id, campaign_id, month, scopes, amount_micros, expires_at, created_at)
        values (hold, workspace, run, campaign, month, charged, amount, expires, now_at);
end $$;

-- Gives a hold back; false when it is no longer there (settled, released or reaped).
create function release_hold(hold uuid) returns boolean
    language plpgsql
    as $$
declare
    gone budget_holds;
begin
    delete from budget_holds where id = hold returning * into gone;
    if not found then
        return false;
    end if;
    update budgets set held_micros = held_micros - gone.amount_micros
        where id in (select id from lock_budgets(gone.workspace_id, gone.month, gone.campaign_id, gone.run_id) where scope = any (gone.scopes));
    return true;
end $$;

create function reap_holds(workspace uuid, now_at timestamptz) returns integer
    language plpgsql
    as $$
declare
    expired uuid;
    reaped integer := 0;
begin
    for expired in select id from budget_holds where workspace_id = workspace and expires_at <= now_at order by id loop
        if release_hold(expired) then
            reaped := reaped + 1;
        end if;
    end loop;
    return reaped;
end $$;
