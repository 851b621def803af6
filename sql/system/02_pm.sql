-- The pm schema: what the server knows about its datasets, models and statements.
CREATE SCHEMA pm;

CREATE VIEW pm.datasets AS FROM pm_datasets();
CREATE VIEW pm.models AS FROM pm_models();
CREATE VIEW pm.errors AS FROM pm_errors();
CREATE VIEW pm.cache AS FROM pm_cache();

-- Every version of a dataset, the latest first.
CREATE MACRO pm.versions(dataset) AS TABLE FROM pm_versions(dataset) ORDER BY version DESC;
