-- The pm schema: what the server knows about its datasets, models and statements.
CREATE SCHEMA pm;

CREATE VIEW pm.datasets AS FROM pm_datasets();

-- The models that came with the server, and those that were made with CREATE MODEL. Options hold no secrets.
CREATE VIEW pm.models AS
SELECT * REPLACE (CAST(options::JSON AS MAP(VARCHAR, VARCHAR)) AS options) FROM pm_models();

-- Where models can run, and why not on a graphics card.
CREATE VIEW pm.devices AS FROM pm_devices();

CREATE VIEW pm.errors AS FROM pm_errors();
CREATE VIEW pm.inference_log AS FROM pm_inference_log();
CREATE VIEW pm.cache AS FROM pm_cache();

-- The named ways to other services. Secrets are asterisks.
CREATE VIEW pm.connections AS
SELECT name, type, CAST(options::JSON AS MAP(VARCHAR, VARCHAR)) AS options, owner, created FROM pm_connections();

-- Every version of a dataset, the latest first.
CREATE MACRO pm.versions(dataset) AS TABLE FROM pm_versions(dataset) ORDER BY version DESC;

-- The names that versions have.
CREATE VIEW pm.tags AS FROM pm_tags();

-- What DESCRIBE HISTORY shows: the log of a dataset in Delta's terms, the latest version first.
CREATE MACRO pm.history(dataset) AS TABLE
SELECT version, timestamp, "userName", operation, CAST("operationParameters"::JSON AS MAP(VARCHAR, VARCHAR)) AS "operationParameters",
  "readVersion", "isBlindAppend", CAST("operationMetrics"::JSON AS MAP(VARCHAR, VARCHAR)) AS "operationMetrics", "engineInfo"
FROM pm_history(dataset)
ORDER BY version DESC;

-- What a dataset comes from, and what was made of it. A version of NULL is the latest, and downwards any.
CREATE MACRO pm.lineage(dataset, at_version := NULL) AS TABLE
FROM pm_lineage(dataset, coalesce(CAST(at_version AS VARCHAR), '')) ORDER BY direction DESC, depth, kind, name;

-- The rows that are different between two versions, and why.
CREATE MACRO pm.diff(dataset, from_version, to_version) AS TABLE
FROM pm_diff(dataset, CAST(from_version AS VARCHAR), CAST(to_version AS VARCHAR));
