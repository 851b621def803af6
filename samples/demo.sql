-- 1. Photographs, described where they lie.
SELECT name, size, caption(obj) AS caption
FROM files('samples/media/**/*.jpg')
ORDER BY name;

-- 2. The text in pictures.
SELECT name, ocr(obj) AS text
FROM files('samples/media/labels/*')
ORDER BY name;

-- 3. The things in pictures, a row each, with their boxes in pixels.
SELECT name, d.label, round(d.score, 2) AS score, d.box.x::INT AS x, d.box.y::INT AS y, d.box.w::INT AS w, d.box.h::INT AS h
FROM (SELECT name, unnest(detect(obj)) AS d FROM files('samples/media/photos/{biplane,coffee,panda,zebra}.jpg'))
ORDER BY name, score DESC;

-- 4. Text finds pictures: a question and the captions meet as vectors.
SELECT name, caption(obj) AS caption, round(similarity(embed(caption(obj)), embed('an aircraft')), 3) AS similarity
FROM files('samples/media/photos/*.jpg')
ORDER BY similarity DESC
LIMIT 5;

-- 5. The answers become a dataset: version 1.
CREATE TABLE catalog AS
SELECT obj.uri AS uri, name, caption(obj) AS caption
FROM files('samples/media/photos/*.jpg');

-- 6. Pictures of words join it: version 2.
INSERT INTO catalog
SELECT obj.uri, name, ocr(obj) FROM files('samples/media/labels/*.png');

-- 7. Pictures in which nothing was recognised leave it: version 3.
DELETE FROM catalog WHERE caption LIKE '%no recognizable objects%';

-- 8. One question, three moments.
SELECT count(*) AS pictures, count(*) FILTER (name LIKE '%.png') AS labels, count(*) FILTER (caption LIKE '%no recognizable%') AS unrecognised
FROM catalog AS OF VERSION 1;

-- ... after the pictures of words had joined
SELECT count(*) AS pictures, count(*) FILTER (name LIKE '%.png') AS labels, count(*) FILTER (caption LIKE '%no recognizable%') AS unrecognised
FROM catalog AT (VERSION => 2);

-- ... and now.
SELECT count(*) AS pictures, count(*) FILTER (name LIKE '%.png') AS labels, count(*) FILTER (caption LIKE '%no recognizable%') AS unrecognised
FROM catalog;

-- 9. Every version knows how it came to be.
SELECT version, operation, rows, sql FROM pm.versions('catalog');

-- 10. The first statement again: the inference cache knows every picture.
SELECT name, size, caption(obj) AS caption
FROM files('samples/media/**/*.jpg')
ORDER BY name;
