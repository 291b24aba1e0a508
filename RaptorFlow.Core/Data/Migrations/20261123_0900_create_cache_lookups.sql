-- How often what a workspace looked for was in its cache. Processes count, and add what they counted every few seconds.
create table cache_lookups (
    workspace_id uuid not null,
    -- UTC, by the database's clock when it was written.
    day          date not null,
    kind         text not null check (char_length(kind) between 1 and 50),
    hits         bigint not null check (hits >= 0),
    misses       bigint not null check (misses >= 0),
    -- Times when nothing that was there was to be taken.
    fresh        bigint not null check (fresh >= 0),
    primary key (workspace_id, day, kind)
);
call protect_tenant_table('cache_lookups', 'select, insert, update');
