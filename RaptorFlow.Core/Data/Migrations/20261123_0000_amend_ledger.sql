-- An attempt that its host handed back unused, and decisions that a redo has overtaken.
alter table task_attempts drop constraint task_attempts_outcome_check;
alter table task_attempts add check (outcome in ('succeeded', 'retry', 'dead', 'lost', 'cancelled', 'returned'));

alter table decisions add column superseded_at timestamptz;
grant update (superseded_at) on decisions to raptorflow_app;
create index decisions_by_task on decisions (task_id);

-- A hold that is being settled this moment is not the reaper's: waiting for it while holding the budgets would be a deadlock.
create or replace function reap_holds(workspace uuid, now_at timestamptz) returns integer
    language plpgsql
    as $$
declare
    expired uuid;
    reaped integer := 0;
begin
    for expired in select id from budget_holds where workspace_id = workspace and expires_at <= now_at order by id for update skip locked loop
        if release_hold(expired) then
            reaped := reaped + 1;
        end if;
    end loop;
    return reaped;
end $$;
