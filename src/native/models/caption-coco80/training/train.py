"""python3 train.py CHECKPOINT [STEPS]: trains the network on made-up scenes, and says how many unseen ones it gets exactly right."""
import random
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

from coco import NAMES, noun_phrase
from grammar import caption
from network import END, LONGEST_SENTENCE, PAD, SPECIAL, START, UNKNOWN, Decoder, Encoder, pad_detections
from scenes import sample

BATCH, UNSEEN = 48, 300


def collect_words(rng):
    """Every word that the grammar says, after the special ones."""
    words = {word for _ in range(20000) for word in caption(sample(rng)).split()}
    words.update(word for name in NAMES for count in (1, 2, 3, 4, 5, 12) for word in noun_phrase(name, count).split())
    return SPECIAL + sorted(words)


def make_batch(rng, ids):
    scenes, sentences = [], []
    for _ in range(BATCH):
        objects = sample(rng)
        words = [ids.get(word, UNKNOWN) for word in caption(objects).split()][:LONGEST_SENTENCE - 2]
        sentence = [START] + words + [END]
        sentences.append(sentence + [PAD] * (LONGEST_SENTENCE - len(sentence)))
        scenes.append(pad_detections(objects))
    sentences = torch.tensor(sentences)
    return torch.tensor(scenes, dtype=torch.float32), sentences[:, :int((sentences != PAD).sum(1).max())]


def train(encoder, decoder, words, rng, steps):
    ids = {word: index for index, word in enumerate(words)}
    parameters = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.AdamW(parameters, 1e-3, weight_decay=.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2.5e-3, total_steps=steps, pct_start=.1)
    start = time.time()
    for step in range(steps):
        scenes, sentences = make_batch(rng, ids)
        logits = decoder(sentences[:, :-1], encoder(scenes))
        loss = F.cross_entropy(logits.reshape(-1, len(words)), sentences[:, 1:].reshape(-1), ignore_index=PAD)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.)
        optimizer.step()
        schedule.step()
        if step % 500 == 0 or step == steps - 1:
            print(f'step {step}, loss {loss.item():.4f}, {time.time() - start:.0f} s', flush=True)


@torch.no_grad()
def describe(encoder, decoder, words, objects):
    """The sentence of likeliest next words."""
    memory = encoder(torch.tensor([pad_detections(objects)], dtype=torch.float32))
    sentence = [START]
    while len(sentence) <= LONGEST_SENTENCE:
        word = int(decoder(torch.tensor([sentence]), memory)[0, -1].argmax())
        if word == END:
            break
        sentence.append(word)
    return ' '.join(words[word] for word in sentence[1:])


def measure(encoder, decoder, words):
    """The share of unseen scenes that the network describes word by word as the grammar does."""
    rng = random.Random(99)
    scenes = [sample(rng) for _ in range(UNSEEN)]
    return sum(describe(encoder, decoder, words, scene) == caption(scene) for scene in scenes) / UNSEEN


def main(checkpoint, steps=10000):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rng = random.Random(0)
    words = collect_words(rng)
    encoder, decoder = Encoder(), Decoder(len(words))
    train(encoder, decoder, words, rng, int(steps))
    torch.save((encoder.state_dict(), decoder.state_dict(), words), checkpoint)
    print(f'exactly right: {measure(encoder.eval(), decoder.eval(), words):.1%} of {UNSEEN} unseen scenes')


if __name__ == '__main__':
    main(*sys.argv[1:])
