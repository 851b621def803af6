-- The parts of an object, a row each: index, start, "end", name, obj, error.
CREATE MACRO members(obj) AS TABLE SELECT unnest(pm_members(obj), max_depth := 2);
CREATE MACRO pages(obj) AS TABLE SELECT unnest(pm_pages(obj), max_depth := 2);
CREATE MACRO frames(obj, every := NULL, n := NULL, keyframes := false) AS TABLE
SELECT unnest(pm_frames(obj, every, n, keyframes), max_depth := 2);
CREATE MACRO audio_chunks(obj, length := NULL, split := NULL) AS TABLE
SELECT unnest(pm_audio_chunks(obj, length, split), max_depth := 2);
