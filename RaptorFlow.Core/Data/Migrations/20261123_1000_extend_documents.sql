-- Documents that come as files and from addresses, are replaced by their next version, and are fetched anew.
alter table memory_documents
    -- All of it, as Markdown. Null for documents of before: their passages repeat parts of each other, and do not put the text together again.
    add column text text,
    -- What it was when it came.
    add column media_type text not null default 'text/markdown',
    add column bytes bigint,
    add column language_tag text check (length(language_tag) <= 35),
    add column revision integer not null default 1,
    -- Null while it is as it was added.
    add column updated_at timestamptz,
    -- Where it is fetched from, again and again; null for what was sent.
    add column address text check (length(address) <= 8000),
    add column etag text check (length(etag) <= 500),
    add column last_modified timestamptz,
    add column fetched_at timestamptz,
    -- The last time that it was to be fetched, whatever came of it, and what went wrong then.
    add column tried_at timestamptz,
    add column last_error text check (length(last_error) <= 500),
    add check ((address is null) = (fetched_at is null));
grant update (title, type, source, published_on, language, content_hash, chunks, text, media_type, bytes, language_tag, revision, updated_at, address, etag, last_modified, fetched_at, tried_at, last_error)
    on memory_documents to raptorflow_app;

-- What a document is found again by; addresses can be longer than an index bears.
create index memory_documents_address on memory_documents (workspace_id, md5(address)) where address is not null;
create index memory_documents_source on memory_documents (workspace_id, md5(source)) where source is not null;
create index memory_documents_due on memory_documents (greatest(fetched_at, tried_at)) where address is not null;
create policy sweeper on memory_documents for select using ((select is_sweeping()));
