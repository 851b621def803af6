"""Makes up sets of detections, as a detector could report them."""
from coco import INDEX, SCENES

MOST_DETECTIONS = 12


def length(rng):
    """Most things are small, some medium, some larger than the picture."""
    return rng.choice([rng.uniform(.05, .35), rng.uniform(.2, .95), rng.uniform(.6, 1.6)])


def sample_box(rng, anchor):
    width, height = length(rng), length(rng)
    # Things gather: on a table, in somebody's hand.
    if anchor and rng.random() < .6:
        x, y = rng.uniform(anchor[0], anchor[2]), rng.uniform(anchor[1], anchor[3])
        width, height = min(width, .3), min(height, .4)
    else:
        x, y = rng.uniform(0, 1), rng.uniform(0, 1)
    return max(0, x - width / 2), max(0, y - height / 2), min(1, x + width / 2), min(1, y + height / 2)


def sample(rng):
    """[(class, score, x0, y0, x1, y1)], surest first."""
    kinds = rng.choices([0, 1, 2, 3, 4], [2, 32, 32, 22, 12])[0]
    scene = rng.choice(SCENES)
    objects, anchor = [], None
    for name in rng.sample(scene, min(kinds, len(scene))):
        for _ in range(rng.choices([1, 2, 3, 4, 5, 7], [60, 16, 9, 6, 5, 4])[0]):
            box = sample_box(rng, anchor)
            if box[2] - box[0] < .02 or box[3] - box[1] < .02:
                continue
            if anchor is None or rng.random() < .2:
                anchor = box
            objects.append((INDEX[name], rng.uniform(.3, .8)) + box)
    return sorted(objects, key=lambda thing: -thing[1])[:MOST_DETECTIONS]
