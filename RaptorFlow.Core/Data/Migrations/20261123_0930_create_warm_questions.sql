-- What workspaces ask agents whose answers are kept warm: enough to ask it again before the answer is missed.
create table warm_questions (
    workspace_id uuid not null,
    agent_code   text not null,
    capability   text not null,
    input_hash   bytea not null,
    input        jsonb not null,
    campaign_id  uuid,
    user_id      uuid,
    kind         text not null,
    lifetime     interval not null,
    -- What the answer depends on, and the versions of that when it was made.
    tags         text[] not null,
    versions     text not null,
    made_at      timestamptz not null,
    -- When it was last its turn to be made again, whatever came of it.
    tried_at     timestamptz,
    -- When somebody asked it last; to make it warm does not count.
    used_at      timestamptz not null,
    primary key (workspace_id, agent_code, capability, input_hash)
);
call protect_tenant_table('warm_questions');
create policy sweeper on warm_questions for select using ((select is_sweeping()));
create policy sweeper on cache_tags for select using ((select is_sweeping()));

create function cache_versions(workspace uuid, of_tags text[]) returns text
    language sql stable
    as $$ select coalesce(string_agg(tag || '=' || version, ' ' order by tag), '') from cache_tags where workspace_id = workspace and tag = any(of_tags) $$;
