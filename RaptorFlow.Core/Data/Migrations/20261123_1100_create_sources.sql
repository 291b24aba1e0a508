-- What workspaces enter to have sources asked on their behalf: encrypted, and bound to the workspace and the vendor.
create table source_credentials (
    workspace_id uuid not null references workspaces on delete cascade,
    vendor text not null,
    sealed bytea not null,
    -- Counts its changes, so that of two who would renew it the second takes what the first got.
    version bigint not null,
    entered_by uuid not null,
    entered_at timestamptz not null,
    tested_at timestamptz,
    accepted boolean,
    test_result text,
    primary key (workspace_id, vendor)
);
call protect_tenant_table('source_credentials');

-- How often an account has asked a vendor in the window under way. An account is the hash of a vendor and a key: it is nobody's data, and whoever
-- uses the same key shares its quota. The span "pause" starts when the vendor wants to be asked again.
create table source_quotas (
    account bytea not null,
    span text not null check (span in ('second', 'minute', 'day', 'pause')),
    starts_at timestamptz not null,
    used integer not null,
    primary key (account, span)
);
grant select, insert, update, delete on source_quotas to raptorflow_app;

-- Takes one request from every window, or from none: then it returns the one that is full, and how long to wait.
create function take_source_quota(of_account bytea, per_second integer, per_minute integer, per_day integer, now_at timestamptz, out span text, out wait interval)
    language plpgsql
    as $$
declare
    part text;
    quota integer;
    used_by_now integer;
    until timestamptz;
begin
    -- In one order, so that two never wait for each other in a circle.
    foreach part in array array['day', 'minute', 'second'] loop
        insert into source_quotas as q (account, span, starts_at, used) values (of_account, part, date_trunc(part, now_at, 'UTC'), 0)
            on conflict on constraint source_quotas_pkey do update
                set used = case when q.starts_at = excluded.starts_at then q.used else 0 end, starts_at = excluded.starts_at;
    end loop;
    select q.starts_at into until from source_quotas q where q.account = of_account and q.span = 'pause';
    if until > now_at then
        span := 'pause';
        wait := until - now_at;
        return;
    end if;
    foreach part in array array['day', 'minute', 'second'] loop
        quota := case part when 'day' then per_day when 'minute' then per_minute else per_second end;
        select q.used into used_by_now from source_quotas q where q.account = of_account and q.span = part;
        if used_by_now >= quota then
            span := part;
            wait := date_trunc(part, now_at, 'UTC') + ('1 ' || part)::interval - now_at;
            return;
        end if;
    end loop;
    update source_quotas q set used = q.used + 1 where q.account = of_account and q.span in ('day', 'minute', 'second');
end $$;

create function pause_source(of_account bytea, for_so_long interval, now_at timestamptz) returns void
    language sql
    as $$
    insert into source_quotas as q (account, span, starts_at, used) values (of_account, 'pause', now_at + for_so_long, 0)
        on conflict (account, span) do update set starts_at = greatest(q.starts_at, excluded.starts_at)
$$;

-- What sources answered to the agents of a run, as it may be quoted.
create table run_facts (
    workspace_id uuid not null,
    run_id uuid not null references runs on delete cascade,
    source text not null,
    quote text not null,
    said_on text
);
-- A quotation may be longer than an index entry.
create unique index run_facts_once on run_facts (run_id, md5(source || E'\n' || quote));
call protect_tenant_table('run_facts', 'select, insert');
