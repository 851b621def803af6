-- What every session finds: the type of object references, and functions that are plain SQL.

-- A reference to an object at rest. The bytes stay where they are; version or etag pin them.
CREATE TYPE OBJECT AS STRUCT(uri VARCHAR, version VARCHAR, etag VARCHAR, size BIGINT, content_type VARCHAR, modified TIMESTAMPTZ);

-- Cosine of the angle between two embeddings, −1..1. Vectors of different lengths come from different models: an error.
CREATE MACRO similarity(a, b) AS CAST(array_cosine_similarity(a, b) AS DOUBLE);
CREATE MACRO ai_similarity(a, b) AS similarity(a, b);
