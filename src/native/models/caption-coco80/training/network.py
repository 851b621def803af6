"""The network: a set of detections in, a sentence out. Module names are those of the trained weights."""
import math

import torch
from torch import nn

from coco import NAMES
from scenes import MOST_DETECTIONS

WIDTH, HEADS, LAYERS = 96, 4, 2
LONGEST_SENTENCE, MOST_POSITIONS = 20, 64
NO_OBJECT = len(NAMES)
PAD, START, END, UNKNOWN = range(4)
SPECIAL = ['<pad>', '<s>', '</s>', '<unk>']


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, x, memory, mask=None):
        batch = x.shape[0]

        def split(t):
            return t.view(batch, -1, HEADS, WIDTH // HEADS).transpose(1, 2)

        scores = split(self.q(x)) @ split(self.k(memory)).transpose(2, 3) / math.sqrt(WIDTH // HEADS)
        if mask is not None:
            scores = scores + mask
        return self.o((scores.softmax(-1) @ split(self.v(memory))).transpose(1, 2).reshape(batch, -1, WIDTH))


class Block(nn.Module):
    def __init__(self, crosses):
        super().__init__()
        self.a, self.n1 = Attention(), nn.LayerNorm(WIDTH)
        self.c, self.n2 = (Attention() if crosses else None), nn.LayerNorm(WIDTH)
        self.f = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))
        self.n3 = nn.LayerNorm(WIDTH)

    def forward(self, x, memory=None, mask=None):
        x = self.n1(x + self.a(x, x, mask))
        if self.c is not None:
            x = self.n2(x + self.c(x, memory))
        return self.n3(x + self.f(x))


class Encoder(nn.Module):
    """[B, 12, 6] detections (class or 80 for none, score, x0, y0, x1, y1) -> [B, 12, 96]. A set: there are no positions."""

    def __init__(self):
        super().__init__()
        self.e, self.g = nn.Embedding(NO_OBJECT + 1, WIDTH), nn.Linear(6, WIDTH)
        self.b = nn.ModuleList([Block(crosses=False) for _ in range(LAYERS)])

    def forward(self, detections):
        box = detections[..., 2:6]
        area = ((box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1])).unsqueeze(-1)
        x = self.e(detections[..., 0].long()) + self.g(torch.cat([box, area, detections[..., 1:2]], -1))
        for block in self.b:
            x = block(x)
        return x


class Decoder(nn.Module):
    """[B, N] word ids and the encoder's output -> [B, N, words] logits."""

    def __init__(self, words):
        super().__init__()
        self.e, self.p = nn.Embedding(words, WIDTH), nn.Embedding(MOST_POSITIONS, WIDTH)
        self.b = nn.ModuleList([Block(crosses=True) for _ in range(LAYERS)])
        self.o = nn.Linear(WIDTH, words)

    def forward(self, ids, memory):
        count = ids.shape[1]
        x = self.e(ids) + self.p(torch.arange(count, device=ids.device))
        future = torch.triu(torch.full((MOST_POSITIONS, MOST_POSITIONS), -1e4), 1)[:count, :count]
        for block in self.b:
            x = block(x, memory, future)
        return self.o(x)


def pad_detections(objects):
    """Rows of the encoder's input."""
    return [list(thing) for thing in objects] + [[NO_OBJECT, 0, 0, 0, 0, 0]] * (MOST_DETECTIONS - len(objects))
