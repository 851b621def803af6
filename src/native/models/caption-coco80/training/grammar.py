"""Describes a set of detections by rules: the teacher of the network, and the measure of what it learnt."""
from coco import HELD, LAID_DOWN, NAMES, RIDDEN, SEATS, SURFACES, noun_phrase

NOTHING = 'a picture with no recognizable objects'


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def overlap(a, b):
    """How much of the smaller box lies in the other one, 0 to 1."""
    width = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    return width * height / (min(area(a), area(b)) + 1e-6)


class Scene:
    """Detections by name, the most prominent name first, and the names that the sentence has used."""

    def __init__(self, objects):
        self.boxes = {}
        for index, _score, *box in objects:
            self.boxes.setdefault(NAMES[index], []).append(box)
        areas = {name: sum(area(box) for box in boxes) for name, boxes in self.boxes.items()}
        # People matter more than the space that they take.
        self.names = sorted(self.boxes, key=lambda name: -(areas[name] + (0.15 if name == 'person' else 0)))
        self.used = set()

    def __contains__(self, name):
        return name in self.boxes

    def phrase(self, name):
        return noun_phrase(name, len(self.boxes[name]))

    def take(self, name):
        self.used.add(name)
        return self.phrase(name)

    def touches(self, name, other, share):
        return max(overlap(a, b) for a in self.boxes[name] for b in self.boxes[other]) > share

    def near(self, kind, other, share):
        """The most prominent thing of a kind that overlaps another, or None."""
        return next((name for name in self.names if name in kind and self.touches(other, name, share)), None)


def things_on_a_surface(scene, surface):
    lying = [name for name in scene.names if name in LAID_DOWN and scene.touches(name, surface, 0.5)]
    if not lying:
        return None
    return ' and '.join(scene.take(name) for name in lying[:2]) + ' on ' + scene.take(surface)


def what_people_do(scene):
    ridden, held = scene.near(RIDDEN, 'person', 0.3), scene.near(HELD, 'person', 0.5)
    people = scene.take('person')
    if ridden:
        return f'{people} riding {scene.take(ridden)}'
    if 'sports ball' in scene:
        return f'{people} playing with {scene.take("sports ball")}'
    if held:
        return f'{people} holding {scene.take(held)}'
    if 'tie' in scene and scene.touches('person', 'tie', 0.5):
        return f'{people} wearing {scene.take("tie")}'
    seat = scene.near(SEATS, 'person', 0.3)
    if seat:
        return f'{people} sitting on {scene.take(seat)}'
    return f'{people} at {scene.take("dining table")}' if 'dining table' in scene else people


def a_thing(scene, name):
    boxes = scene.boxes[name]
    alone = len(boxes) == 1 and len(scene.names) == 1
    close_up = 'a close up of ' if alone and area(boxes[0]) > 0.55 else ''
    text = close_up + scene.take(name)
    surface = next((surface for surface in SURFACES if surface in scene and surface != name
                    and name in LAID_DOWN and scene.touches(name, surface, 0.5)), None)
    return f'{text} on {scene.take(surface)}' if surface else text


def caption(objects):
    """A sentence about [(class, score, x0, y0, x1, y1)], boxes as shares of the picture, 0 to 1."""
    if not objects:
        return NOTHING
    scene = Scene(objects)
    head = scene.names[0]
    if head in SURFACES and (text := things_on_a_surface(scene, head)):
        return text
    text = what_people_do(scene) if 'person' in scene.names[:2] else a_thing(scene, head)
    rest = [scene.phrase(name) for name in scene.names if name not in scene.used][:2]
    joiner = {0: '', 1: ' next to ', 2: ' with '}[len(rest)]
    return text + joiner + ' and '.join(rest)
