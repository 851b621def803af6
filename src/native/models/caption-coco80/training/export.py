"""python3 export.py CHECKPOINT FOLDER: writes detset_encoder.onnx, decoder_model.onnx and tokenizer.json."""
import json
import sys
from pathlib import Path

import torch

from network import SPECIAL, START, Decoder, Encoder, pad_detections


def tokenizer(words):
    """The tokenizer.json of a word-level model."""
    special = [{'id': index, 'content': word, 'single_word': False, 'lstrip': False, 'rstrip': False, 'normalized': False, 'special': True}
               for index, word in enumerate(SPECIAL)]
    return {
        'version': '1.0', 'added_tokens': special, 'normalizer': None, 'pre_tokenizer': {'type': 'WhitespaceSplit'},
        'post_processor': None, 'decoder': None,
        'model': {'type': 'WordLevel', 'vocab': {word: index for index, word in enumerate(words)}, 'unk_token': '<unk>'}}


def main(checkpoint, folder):
    encoder_weights, decoder_weights, words = torch.load(checkpoint)
    encoder, decoder = Encoder().eval(), Decoder(len(words)).eval()
    encoder.load_state_dict(encoder_weights)
    decoder.load_state_dict(decoder_weights)
    cat = torch.tensor([pad_detections([(15, .5, .1, .1, .9, .9)])], dtype=torch.float32)
    batch = {0: 'batch_size'}
    torch.onnx.export(
        encoder, cat, f'{folder}/detset_encoder.onnx', opset_version=14,
        input_names=['detections'], output_names=['last_hidden_state'],
        dynamic_axes={'detections': batch, 'last_hidden_state': batch})
    sentence, memory = {**batch, 1: 'decoder_sequence_length'}, {**batch, 1: 'encoder_sequence_length'}
    torch.onnx.export(
        decoder, (torch.tensor([[START, 5]]), encoder(cat)), f'{folder}/decoder_model.onnx', opset_version=14,
        input_names=['input_ids', 'encoder_hidden_states'], output_names=['logits'],
        dynamic_axes={'input_ids': sentence, 'encoder_hidden_states': memory, 'logits': sentence})
    Path(folder, 'tokenizer.json').write_text(json.dumps(tokenizer(words)))


if __name__ == '__main__':
    main(*sys.argv[1:])
