-- What changed in memory, and when: one row for each document, at its last version. Processes read what is newer than what they keep,
-- and the indexer what is newer than the index.
create table memory_changes (
    workspace_id uuid not null references workspaces on delete cascade,
    document_id  uuid not null,
    version      bigint not null,
    -- A document that is gone; its row goes too after a while.
    deleted      boolean not null,
    changed_at   timestamptz not null default now(),
    primary key (workspace_id, document_id)
);
create index memory_changes_since on memory_changes (workspace_id, version);
create index memory_changes_deleted on memory_changes (changed_at) where deleted;
call protect_tenant_table('memory_changes');
create policy sweeper on memory_changes for select using ((select is_sweeping()));

-- indexed_version: the index has all changes up to it. pruned_version: that of the last deletion that is told of no more.
alter table memory_versions add column indexed_version bigint not null default 0, add column pruned_version bigint not null default 0;
create policy sweeper on memory_versions for select using ((select is_sweeping()));

alter table memory_documents no force row level security;
alter table memory_versions no force row level security;
alter table memory_changes no force row level security;
insert into memory_versions (workspace_id, version) select distinct workspace_id, 1 from memory_documents on conflict (workspace_id) do nothing;
insert into memory_changes (workspace_id, document_id, version, deleted)
    select d.workspace_id, d.id, v.version, false from memory_documents d join memory_versions v on v.workspace_id = d.workspace_id;
alter table memory_documents force row level security;
alter table memory_versions force row level security;
alter table memory_changes force row level security;

-- Headings weigh more than what stands below them. Words are ranked in the processes, from these columns: under row-level security
-- Postgres would not use an index for @@, which is not leakproof, and read all passages of the workspace for every search.
create function memory_words(language text, heading text, body text) returns tsvector
    language sql immutable parallel safe
    as $$ select case language
        when 'english' then setweight(to_tsvector('english', heading), 'B') || to_tsvector('english', body)
        when 'german' then setweight(to_tsvector('german', heading), 'B') || to_tsvector('german', body)
        when 'french' then setweight(to_tsvector('french', heading), 'B') || to_tsvector('french', body)
        when 'spanish' then setweight(to_tsvector('spanish', heading), 'B') || to_tsvector('spanish', body)
        when 'italian' then setweight(to_tsvector('italian', heading), 'B') || to_tsvector('italian', body)
        when 'portuguese' then setweight(to_tsvector('portuguese', heading), 'B') || to_tsvector('portuguese', body)
        when 'dutch' then setweight(to_tsvector('dutch', heading), 'B') || to_tsvector('dutch', body)
        else setweight(to_tsvector('simple', heading), 'B') || to_tsvector('simple', body)
    end $$;
drop index memory_chunks_search;
alter table memory_chunks drop column search;
alter table memory_chunks add column search tsvector not null generated always as (memory_words(language, heading, text)) stored;
