-- Memory: the text is the truth; vectors and text search are derived from it and can be made again.
create table memory_documents (
    id uuid primary key,
    workspace_id uuid not null references workspaces on delete cascade,
    collection text not null,
    title text not null check (length(title) <= 200),
    source text,
    published_on date,
    campaign_id uuid,
    language text not null,
    content_hash bytea not null,
    chunks integer not null,
    created_at timestamptz not null,
    unique (workspace_id, content_hash)
);
create index memory_documents_list on memory_documents (workspace_id, id desc);
call protect_tenant_table('memory_documents', 'select, insert, delete');

create table memory_chunks (
    id bigint generated always as identity primary key,
    workspace_id uuid not null references workspaces on delete cascade,
    document_id uuid not null references memory_documents on delete cascade,
    collection text not null,
    position integer not null,
    heading text not null,
    text text not null,
    language text not null,
    -- Named one by one: a cast from text is not immutable, and a column of type regconfig would stand in the way of pg_upgrade.
    search tsvector not null generated always as (case language
        when 'english' then to_tsvector('english', heading || ' ' || text)
        when 'german' then to_tsvector('german', heading || ' ' || text)
        when 'french' then to_tsvector('french', heading || ' ' || text)
        when 'spanish' then to_tsvector('spanish', heading || ' ' || text)
        when 'italian' then to_tsvector('italian', heading || ' ' || text)
        when 'portuguese' then to_tsvector('portuguese', heading || ' ' || text)
        when 'dutch' then to_tsvector('dutch', heading || ' ' || text)
        else to_tsvector('simple', heading || ' ' || text)
    end) stored,
    embedding real[] not null,
    embedding_model text not null,
    unique (document_id, position)
);
create index memory_chunks_search on memory_chunks using gin (search);
create index memory_chunks_workspace on memory_chunks (workspace_id, collection);
call protect_tenant_table('memory_chunks', 'select, insert, delete');

-- Counts a workspace's changes, so that what is kept of its vectors in a process is known to be stale.
create table memory_versions (
    workspace_id uuid primary key references workspaces on delete cascade,
    version bigint not null
);
call protect_tenant_table('memory_versions', 'select, insert, update');
