-- That a share of a budget is spent: once for each budget, limit and percent, however many processes settle at once.
create table budget_alerts (
    id uuid primary key,
    workspace_id uuid not null,
    scope text not null check (scope in ('workspace_month', 'campaign', 'run')),
    scope_id text not null,
    percent smallint not null check (percent between 1 and 100),
    limit_micros bigint not null check (limit_micros >= 0),
    -- As it was when that was noticed.
    spent_micros bigint not null,
    at timestamptz not null,
    unique (workspace_id, scope, scope_id, limit_micros, percent)
);
create index budget_alerts_time on budget_alerts (workspace_id, at desc, id desc);
call protect_tenant_table('budget_alerts', 'select, insert');

-- A campaign or run whose limit was taken away keeps its row, and with it what it spent and what is held on it: calls under way give back
-- what they held, and a limit set later finds the whole past. Null is then: no limit.
alter table budgets drop constraint budgets_check, add constraint budgets_limit_check check (limit_micros >= 0);

-- What a budget limits to; null for nothing.
create function budget_limit(budget budgets, default_limit bigint) returns bigint
    language sql immutable
    as $$ select coalesce(budget.limit_micros, case when budget.scope = 'workspace_month' then default_limit end) $$;

create or replace function place_hold(hold uuid, workspace uuid, month text, campaign uuid, run uuid, amount bigint, default_limit bigint,
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
        budget_left := budget_limit(budget, default_limit) - budget.spent_micros - budget.held_micros;
        charged := charged || budget.scope;
        -- What is free is never over budget, not even over an overdrawn one.
        if amount > 0 and budget_left < amount and (left_micros is null or budget_left < left_micros) then
            lacking_scope := budget.scope;
            lacking_id := budget.scope_id;
            left_micros := budget_left;
        end if;
    end loop;
    if lacking_scope is not null then
        return;
    end if;
    -- On those that were checked, and no other that came meanwhile.
    update budgets set held_micros = held_micros + amount
        where id in (select id from lock_budgets(workspace, month, campaign, run) where scope = any (charged));
    insert into budget_holds (id, workspace_id, run_id, campaign_id, month, scopes, amount_micros, expires_at, created_at)
        values (hold, workspace, run, campaign, month, charged, amount, expires, now_at);
end $$;

-- All at once, budgets in the one order that everybody locks them in: one after the other, two of them would hold what a settlement waits for.
create or replace function reap_holds(workspace uuid, now_at timestamptz) returns integer
    language plpgsql
    as $$
declare
    gone budget_holds[];
begin
    with expired as (
        -- One that is being settled at this moment frees itself.
        select id from budget_holds where workspace_id = workspace and expires_at <= now_at order by id for update skip locked
    ), deleted as (
        delete from budget_holds where id in (select id from expired) returning budget_holds
    )
    select array_agg(budget_holds) into gone from deleted;
    if gone is null then
        return 0;
    end if;
    with reaped as (
        select * from unnest(gone)
    ), parts as (
        select s.scope, case s.scope when 'workspace_month' then month when 'campaign' then campaign_id::text else run_id::text end as scope_id, sum(amount_micros)::bigint as amount
        from reaped cross join unnest(scopes) as s (scope) group by 1, 2
    ), locked as (
        select b.id, p.amount from budgets b join parts p using (scope, scope_id) where b.workspace_id = workspace order by b.scope, b.scope_id for update of b
    )
    update budgets set held_micros = held_micros - locked.amount from locked where budgets.id = locked.id;
    return cardinality(gone);
end $$;
