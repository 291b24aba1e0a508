-- A call's hold, and its settlement, in one statement each, which keep other calls of the workspace waiting as briefly as may be. A function
-- in SQL is planned with every call of it, one in PL/pgSQL once a connection; rows that are locked by their keys, one after the other, are
-- in order whatever plan is made.
create or replace function lock_budgets(workspace uuid, month text, campaign uuid, run uuid) returns setof budgets
    language plpgsql
    as $$
begin
    return query select * from budgets where workspace_id = workspace and scope = 'campaign' and scope_id = campaign::text for update;
    return query select * from budgets where workspace_id = workspace and scope = 'run' and scope_id = run::text for update;
    return query select * from budgets where workspace_id = workspace and scope = 'workspace_month' and scope_id = month for update;
end $$;

-- What a workspace's month may cost without a limit of its own; null members are those that there are.
create function member_limit(workspace uuid, usd_per_member numeric, members bigint) returns bigint
    language plpgsql stable
    as $$
begin
    return ceil(usd_per_member * 1000000 * coalesce(members, (select count(*) from workspace_members where workspace_id = workspace)));
end $$;

-- Checks every budget and reserves on all of them, or on none: then it returns the one that lacks most. The function that it takes the place
-- of stays for hosts of the version before, which work on while the new ones come.
create function place_hold(hold uuid, workspace uuid, campaign uuid, run uuid, amount bigint, usd_per_member numeric, members bigint, now_at timestamptz, lifetime interval,
                           out charged_month text, out expires timestamptz, out lacking_scope text, out lacking_id text, out left_micros bigint)
    language plpgsql
    as $$
declare
    part text;
    budget budgets;
    checked uuid[] := '{}';
    charged text[] := '{}';
    budget_left bigint;
begin
    charged_month := to_char(now_at at time zone 'UTC', 'YYYY-MM');
    expires := now_at + lifetime;
    -- In the order that everybody locks them in.
    foreach part in array array['campaign', 'run', 'workspace_month'] loop
        loop
            select * into budget from budgets
                where workspace_id = workspace and scope = part and scope_id = case part when 'campaign' then campaign::text when 'run' then run::text else charged_month end
                for update;
            exit when found or part <> 'workspace_month';
            insert into budgets (id, workspace_id, scope, scope_id) values (hold, workspace, 'workspace_month', charged_month)
                on conflict (workspace_id, scope, scope_id) do nothing;
        end loop;
        continue when budget.id is null;
        budget_left := coalesce(budget.limit_micros, case part when 'workspace_month' then member_limit(workspace, usd_per_member, members) end) - budget.spent_micros - budget.held_micros;
        checked := checked || budget.id;
        charged := charged || part;
        -- What is free is never over budget, not even over an overdrawn one.
        if amount > 0 and budget_left < amount and (left_micros is null or budget_left < left_micros) then
            lacking_scope := part;
            lacking_id := budget.scope_id;
            left_micros := budget_left;
        end if;
    end loop;
    if lacking_scope is not null then
        return;
    end if;
    -- On those that were checked, and no other that came meanwhile.
    update budgets set held_micros = held_micros + amount where id = any (checked);
    insert into budget_holds (id, workspace_id, run_id, campaign_id, month, scopes, amount_micros, expires_at, created_at)
        values (hold, workspace, run, campaign, charged_month, charged, amount, expires, now_at);
end $$;

-- Frees a hold, where it still stands, and counts what its call cost on every budget that there is by now; returns its id.
create function settle_hold(hold uuid, workspace uuid, month text, campaign uuid, run uuid, cost bigint) returns uuid
    language plpgsql
    as $$
declare
    part text;
    gone budget_holds;
begin
    delete from budget_holds where id = hold returning * into gone;
    foreach part in array array['campaign', 'run', 'workspace_month'] loop
        update budgets set
            spent_micros = spent_micros + cost,
            held_micros = held_micros - case when part = any (gone.scopes) then gone.amount_micros else 0 end
            where workspace_id = workspace and scope = part and scope_id = case part when 'campaign' then campaign::text when 'run' then run::text else month end;
    end loop;
    return hold;
end $$;
