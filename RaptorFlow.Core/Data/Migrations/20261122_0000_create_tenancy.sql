-- Tenancy: every tenant table has workspace_id and is protected by protect_tenant_table().
-- The owner migrates; raptorflow_app serves, owns nothing and cannot bypass row-level security.
do $$
begin
    if not exists (select from pg_roles where rolname = 'raptorflow_app') then
        create role raptorflow_app login nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
end $$;

grant usage on schema public to raptorflow_app;

-- The workspaces that the current transaction serves. A setting that was local to an earlier transaction reads as ''.
create function current_workspaces() returns uuid[]
    language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('raptorflow.workspaces', true), ''), '{}')::uuid[] $$;

create function current_app_user() returns uuid
    language sql stable parallel safe
    as $$ select nullif(current_setting('raptorflow.user', true), '')::uuid $$;

-- True in the sweeper's look for work, which may see all workspaces' rows and change none.
create function is_sweeping() returns boolean
    language sql stable parallel safe
    as $$ select coalesce(current_setting('raptorflow.sweep', true), '') = 'on' $$;

create procedure protect_tenant_table(tenant_table regclass, privileges text default 'select, insert, update, delete')
    language plpgsql
    as $$
begin
    execute format('alter table %s enable row level security', tenant_table);
    execute format('alter table %s force row level security', tenant_table);
    execute format('create policy tenant on %s using (workspace_id = any ((select current_workspaces())::uuid[]))', tenant_table);
    execute format('grant %s on %s to raptorflow_app', privileges, tenant_table);
end $$;
