using System.Numerics.Tensors;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Detection;

namespace PostModern.Models.Tasks.Captioning;

/// <summary>Says in a sentence what was detected: a set encoder over detections and a text decoder, both small transformers.</summary>
/// <remarks>
/// encoder: <c>detections</c> float [N, 12, 6] = class, score, left, top, right, bottom; empty places have class 80. decoder:
/// <c>input_ids</c> int64 [N, T] and the encoder's states → <c>logits</c> [N, T, words]. Laid out as Hugging Face lays out
/// encoder-decoder models, without a key-value cache: captions have at most 20 words.
/// </remarks>
internal sealed class CaptionModel(OnnxModel encoder, OnnxModel decoder, Func<WordVocabulary> loadWords)
{
    /// <summary>The lowest detection score that the model was trained to talk about.</summary>
    internal const float Threshold = 0.38f;

    /// <summary>At most that many things are looked at.</summary>
    internal const int Places = 12;

    private const int Features = 6;
    private const int EmptyClass = 80;
    private const int LongestCaption = 20;
    private readonly Lazy<WordVocabulary> _words = new(loadWords);

    /// <summary>Captions several pictures at once, by greedy decoding.</summary>
    /// <param name="pictures">The things in each picture, surest first.</param>
    /// <param name="cancellationToken">Stops between two words.</param>
    internal string[] Caption(IReadOnlyList<IReadOnlyList<DetectedObject>> pictures, CancellationToken cancellationToken)
    {
        using var states = encoder.Run(
            [OnnxInput.Of<float>("detections", Encode(pictures), pictures.Count, Places, Features)], ["last_hidden_state"], cancellationToken);
        var captions = pictures.Select(_ => new List<long> { _words.Value.Start }).ToArray();
        var memory = states.Floats(0).ToArray();
        var open = Enumerable.Range(0, captions.Length).ToHashSet();
        for (var length = 1; length < LongestCaption && open.Count > 0; length++)
        {
            AppendWords(captions, memory, states.Shape(0), open, cancellationToken);
        }

        return [.. captions.Select(ids => _words.Value.Decode(ids.Skip(1).TakeWhile(id => id != _words.Value.End)))];
    }

    // Finished captions stay in the batch and grow by words that nobody reads; their rows cost nothing next to the call.
    private void AppendWords(List<long>[] captions, float[] memory, long[] memoryShape, HashSet<int> open, CancellationToken cancellationToken)
    {
        var length = captions[0].Count;
        using var outputs = decoder.Run(
            [
                OnnxInput.Of<long>("input_ids", captions.SelectMany(ids => ids).ToArray(), captions.Length, length),
                OnnxInput.Of<float>("encoder_hidden_states", memory, memoryShape),
            ],
            ["logits"],
            cancellationToken);
        var words = (int)outputs.Shape(0)[2];
        for (var i = 0; i < captions.Length; i++)
        {
            var next = TensorPrimitives.IndexOfMax(outputs.Floats(0).Slice((((i + 1) * length) - 1) * words, words));
            captions[i].Add(next);
            if (next == _words.Value.End)
            {
                open.Remove(i);
            }
        }
    }

    private static float[] Encode(IReadOnlyList<IReadOnlyList<DetectedObject>> pictures)
    {
        var encoded = new float[pictures.Count * Places * Features];
        for (var i = 0; i < pictures.Count * Places; i++)
        {
            var things = pictures[i / Places];
            var target = encoded.AsSpan(i * Features, Features);
            if (i % Places >= things.Count)
            {
                target[0] = EmptyClass;
                continue;
            }

            var (label, score, box) = things[i % Places];
            ((ReadOnlySpan<float>)[label, score, box.Left, box.Top, box.Right, box.Bottom]).CopyTo(target);
        }

        return encoded;
    }
}
