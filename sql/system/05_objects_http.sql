-- What is behind a link, or behind each of several: a row each, in their order. A broken link is a row that says so; NULL is none.
-- With hash, every object is read whole for its SHA-256.
CREATE MACRO http(url, hash := false) AS TABLE SELECT unnest(pm_http(url, hash), max_depth := 2);
