"""The 80 things that the detector knows, in its order, and how English speaks of them."""

NAMES = (
    'person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,bird,'
    'cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,'
    'sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,'
    'bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,'
    'toilet,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,'
    'teddy bear,hair drier,toothbrush').split(',')
INDEX = {name: index for index, name in enumerate(NAMES)}

PLURALS = {
    'person': 'people', 'bus': 'buses', 'sheep': 'sheep', 'knife': 'knives', 'skis': 'skis', 'scissors': 'scissors',
    'couch': 'couches', 'bench': 'benches', 'mouse': 'mice', 'wine glass': 'wine glasses', 'sandwich': 'sandwiches',
    'toothbrush': 'toothbrushes', 'frisbee': 'frisbees'}
NUMBERS = {2: 'two', 3: 'three', 4: 'four'}

# Things that come in groups; of others there are "many".
GREGARIOUS = {'person', 'bird', 'sheep', 'cow', 'elephant', 'zebra', 'giraffe', 'horse'}

# What people do with things, and where things are.
RIDDEN = {'bicycle', 'motorcycle', 'horse', 'skateboard', 'surfboard', 'elephant', 'snowboard'}
HELD = {
    'cell phone', 'umbrella', 'tennis racket', 'baseball bat', 'frisbee', 'wine glass', 'cup', 'bottle', 'book', 'teddy bear',
    'remote', 'banana', 'hot dog', 'sandwich', 'donut', 'toothbrush', 'kite', 'handbag', 'suitcase'}
SEATS = {'couch', 'bench', 'chair', 'bed'}
SURFACES = ['dining table', 'bed', 'couch', 'bench']
LAID_DOWN = {
    'bottle', 'wine glass', 'cup', 'fork', 'knife', 'spoon', 'bowl', 'banana', 'apple', 'sandwich', 'orange', 'broccoli', 'carrot',
    'hot dog', 'pizza', 'donut', 'cake', 'laptop', 'mouse', 'remote', 'keyboard', 'cell phone', 'book', 'vase', 'teddy bear', 'cat',
    'dog', 'scissors', 'clock', 'potted plant'}

# What is seen together: street, table, living room, desk, animals, sports, kitchen and bath, travel, anything.
SCENES = [
    ['person', 'bicycle', 'car', 'motorcycle', 'bus', 'truck', 'traffic light', 'stop sign', 'bench', 'fire hydrant', 'backpack',
     'handbag', 'umbrella'],
    ['dining table', 'cup', 'bowl', 'bottle', 'wine glass', 'fork', 'knife', 'spoon', 'pizza', 'cake', 'sandwich', 'orange', 'apple',
     'banana', 'broccoli', 'carrot', 'donut', 'hot dog', 'chair', 'person', 'vase', 'potted plant'],
    ['cat', 'dog', 'couch', 'bed', 'chair', 'tv', 'remote', 'book', 'laptop', 'teddy bear', 'person', 'potted plant', 'clock'],
    ['laptop', 'keyboard', 'mouse', 'cell phone', 'cup', 'book', 'tv', 'chair', 'person', 'clock', 'bottle'],
    ['horse', 'sheep', 'cow', 'elephant', 'bear', 'zebra', 'giraffe', 'bird', 'person', 'dog'],
    ['person', 'sports ball', 'tennis racket', 'baseball bat', 'baseball glove', 'frisbee', 'kite', 'skateboard', 'surfboard', 'skis',
     'snowboard'],
    ['toilet', 'sink', 'microwave', 'oven', 'toaster', 'refrigerator', 'toothbrush', 'hair drier', 'vase', 'scissors'],
    ['airplane', 'train', 'boat', 'bird', 'person', 'suitcase', 'tie', 'cell phone', 'parking meter'],
    NAMES]


def noun_phrase(name, count):
    """'a cat', 'two cats', 'a group of birds', 'many cars'"""
    if count == 1:
        if name == 'scissors':
            return 'a pair of scissors'
        if name == 'skis':
            return 'skis'
        return ('an ' if name[0] in 'aeiou' else 'a ') + name
    plural = PLURALS.get(name, name + 's')
    if count in NUMBERS:
        return f'{NUMBERS[count]} {plural}'
    return f'a group of {plural}' if count < 10 and name in GREGARIOUS else f'many {plural}'
