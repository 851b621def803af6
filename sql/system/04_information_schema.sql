-- What statements read under the name information_schema, where a dataset is a table although DuckDB sees it through views.
CREATE SCHEMA pm_information_schema;

CREATE VIEW pm_information_schema.databases AS
SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory' ORDER BY database_name;

CREATE VIEW pm_information_schema.all_tables AS
SELECT * FROM (SHOW ALL TABLES) WHERE schema NOT IN ('pm_snapshots', 'pm_information_schema') AND database <> 'memory';

CREATE VIEW pm_information_schema.schemata AS
SELECT * FROM information_schema.schemata
WHERE catalog_name NOT IN ('memory', 'system', 'temp') AND schema_name NOT IN ('pm_snapshots', 'pm_information_schema');

CREATE VIEW pm_information_schema.tables AS
SELECT * EXCLUDE (is_dataset)
    REPLACE (if(is_dataset, 'BASE TABLE', table_type) AS table_type, if(is_dataset, 'YES', is_insertable_into) AS is_insertable_into)
FROM (
    SELECT *, table_catalog = 'postmodern' AND (table_schema, table_name) IN (SELECT (schema_name, name) FROM pm_datasets()) AS is_dataset
    FROM information_schema.tables
    WHERE table_schema NOT IN ('pm_snapshots', 'pm_information_schema')
);

CREATE VIEW pm_information_schema.columns AS
SELECT * FROM information_schema.columns WHERE table_schema NOT IN ('pm_snapshots', 'pm_information_schema');

CREATE VIEW pm_information_schema.views AS
SELECT database_name AS table_catalog, schema_name AS table_schema, view_name AS table_name, sql AS view_definition,
    'NONE' AS check_option, 'NO' AS is_updatable
FROM duckdb_views()
WHERE NOT internal AND schema_name NOT IN ('pm_snapshots', 'pm_information_schema')
  AND (schema_name, view_name) NOT IN (SELECT (schema_name, name) FROM pm_datasets());
