-- 1. Real photographs, described where they lie.
SELECT name, size, caption(obj) AS caption
FROM files('samples/media/**/*.jpg')
ORDER BY name;

-- 2. Text in pictures.
SELECT name, ocr(obj) AS text
FROM files('samples/media/labels/*')
ORDER BY name;

-- 3. Objects in pictures, one row each.
SELECT name, d.label, round(d.score, 2) AS score, d.box
FROM (SELECT name, unnest(detect(obj)) AS d FROM files('samples/media/photos/*.jpg'))
WHERE d.score > 0.5
ORDER BY name, score DESC;

-- 4. Text finds pictures: captions and the question meet as vectors.
SELECT name, caption(obj) AS caption, round(similarity(embed(caption(obj)), embed('a vehicle')), 3) AS similarity
FROM files('samples/media/photos/*.jpg')
ORDER BY similarity DESC
LIMIT 5;

-- 5. The answers become a dataset: version 1.
CREATE TABLE catalog AS
SELECT uri, name, caption FROM (
  SELECT obj.uri AS uri, name, caption(obj) AS caption FROM files('samples/media/photos/*.jpg')
);

-- 6. A picture of words joins them: version 2.
INSERT INTO catalog
SELECT obj.uri, name, ocr(obj) FROM files('samples/media/labels/*');

-- 7. Pictures in which nothing was recognised leave: version 3.
DELETE FROM catalog WHERE caption = '' OR caption IS NULL OR caption LIKE '%person%';

-- 8. The same question about three moments.
SELECT count(*) AS pictures FROM catalog AS OF VERSION 1;

SELECT count(*) AS pictures FROM catalog AT (VERSION => 2);

SELECT count(*) AS pictures FROM catalog;

-- 9. Every version knows how it came to be.
SELECT version, operation, rows, sql FROM pm.versions('catalog');

-- 10. The first statement again: the inference cache knows every picture.
SELECT name, size, caption(obj) AS caption
FROM files('samples/media/**/*.jpg')
ORDER BY name;
