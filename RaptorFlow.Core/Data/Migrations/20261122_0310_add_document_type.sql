-- What kind of text a document is, in its owner's word: interview, report, price list. Searches can be among one kind.
alter table memory_documents add column type text check (length(type) <= 50);
