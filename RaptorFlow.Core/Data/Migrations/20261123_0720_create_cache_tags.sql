-- Versions of what kept answers depend on. A version stands in the keys of what depends on it; to change it is to forget all of that.
create table cache_tags (
    workspace_id uuid not null,
    tag          text not null check (char_length(tag) between 1 and 100),
    version      bigint not null,
    primary key (workspace_id, tag)
);
call protect_tenant_table('cache_tags', 'select, insert, update');
