-- Documents whose vectors are another model's than the configured one are embedded again.
-- embedded_with: the model and the length of its vectors, as in 'offline-hash-1 512'; nothing is known of what a host of before writes, and it is embedded again.
alter table memory_documents add column embedded_with text not null default '', add column embed_tried_at timestamptz;

alter table memory_documents no force row level security;
alter table memory_chunks no force row level security;
update memory_documents d set embedded_with = c.embedding_model || ' ' || cardinality(c.embedding)
    from memory_chunks c where c.document_id = d.id and c.position = 0;
alter table memory_documents force row level security;
alter table memory_chunks force row level security;

create index memory_documents_embedded on memory_documents (embedded_with, embed_tried_at nulls first, id);
grant update (embedded_with, embed_tried_at) on memory_documents to raptorflow_app;
grant update (embedding, embedding_model) on memory_chunks to raptorflow_app;
