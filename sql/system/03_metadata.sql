-- What clients list. A dataset is a table to them, although DuckDB sees it through views.
CREATE VIEW pm.tables AS
SELECT 'postmodern' AS table_catalog, schema_name AS table_schema, name AS table_name, 'TABLE' AS table_type, NULL::VARCHAR AS remarks
FROM pm_datasets()
UNION ALL
SELECT database_name, schema_name, view_name, CASE schema_name WHEN 'pm' THEN 'SYSTEM TABLE' ELSE 'VIEW' END, comment
FROM duckdb_views()
WHERE NOT internal AND database_name = 'postmodern' AND schema_name NOT IN ('pm_snapshots', 'pm_information_schema')
  AND (schema_name, view_name) NOT IN (SELECT (schema_name, name) FROM pm_datasets())
UNION ALL
SELECT 'postmodern', 'main', table_name, 'LOCAL TEMPORARY', comment
FROM duckdb_tables()
WHERE temporary;

CREATE VIEW pm.schemas AS
SELECT DISTINCT 'postmodern' AS catalog_name, schema_name
FROM duckdb_schemas()
WHERE database_name = 'postmodern' AND schema_name NOT IN ('pm_snapshots', 'pm_information_schema') AND (NOT internal OR schema_name = 'main');
