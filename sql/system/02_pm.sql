-- The pm schema: what the server knows about its datasets, models and statements.
CREATE SCHEMA pm;

CREATE VIEW pm.datasets AS FROM pm_datasets();
CREATE VIEW pm.models AS FROM pm_models();
CREATE VIEW pm.errors AS FROM pm_errors();
CREATE VIEW pm.cache AS FROM pm_cache();

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
