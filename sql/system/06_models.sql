-- Functions over models that are plain SQL.

-- What a chat model makes of all texts of a group. They are sorted, so that the same group is the same question.
CREATE MACRO ai_agg(x, task) AS
pm_ai_agg(CASE WHEN count(x) > 0 THEN CAST(to_json(list_sort(list(CAST(x AS VARCHAR)) FILTER (x IS NOT NULL))) AS VARCHAR) END, task),
(x, task, options) AS
pm_ai_agg(CASE WHEN count(x) > 0 THEN CAST(to_json(list_sort(list(CAST(x AS VARCHAR)) FILTER (x IS NOT NULL))) AS VARCHAR) END, task, options);
