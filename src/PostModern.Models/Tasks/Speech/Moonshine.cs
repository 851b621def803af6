using System.Numerics.Tensors;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Speech;

/// <summary>The Moonshine transcriber: a window's samples to its text, by greedy decoding.</summary>
/// <remarks>
/// encoder: <c>input_values</c> float [1, samples] → states [1, T, 288]. decoder: a token, the states and the keys and values of all tokens before
/// → <c>logits</c> [1, 1, tokens] and the keys and values with this token's. One window a run: the weights are 8 bits, and the scale of what goes
/// through them is taken over the whole tensor, so that windows beside each other would change what is heard.
/// </remarks>
internal sealed class Moonshine(OnnxModel encoder, OnnxModel decoder, Func<TokenVocabulary> loadVocabulary) : ISpeechWriter
{
    private const int Layers = 6;
    private const int Start = 1;
    private const int End = 2;

    /// <summary>More are not spoken in a second: whoever writes more repeats himself.</summary>
    private const double MostTokensPerSecond = 6.5;

    private static readonly long[] s_emptyShape = [0, 8, 1, 36];
    private static readonly bool[] s_withoutCache = [false];
    private static readonly bool[] s_withCache = [true];
    private static readonly string[] s_decoderCache = [.. CacheNames("decoder")];
    private static readonly string[] s_encoderCache = [.. CacheNames("encoder")];
    private static readonly string[] s_firstOutputs = ["logits", .. Present(s_decoderCache), .. Present(s_encoderCache)];
    private static readonly string[] s_laterOutputs = ["logits", .. Present(s_decoderCache)];

    private readonly Lazy<TokenVocabulary> _vocabulary = new(loadVocabulary);

    public string Transcribe(float[] samples, TranscriptOptions options, CancellationToken cancellationToken)
    {
        using var states = encoder.Run([OnnxInput.Of<float>("input_values", samples, 1, samples.Length)], ["last_hidden_state"], cancellationToken);
        var most = (int)(samples.Length * MostTokensPerSecond / VoiceModel.SampleRate) + 2;
        return _vocabulary.Value.Decode(Tokens(states, most, cancellationToken));
    }

    private List<int> Tokens(OnnxOutputs states, int most, CancellationToken cancellationToken)
    {
        // The first run's keys and values of the encoder's states serve all later ones, so its outputs stay open.
        using var first = decoder.Run(FirstInputs(states), s_firstOutputs, cancellationToken);
        var tokens = new List<int>();
        var last = first;
        try
        {
            for (var token = Best(first); token != End && tokens.Count < most; token = Best(last))
            {
                tokens.Add(token);
                var next = decoder.Run(LaterInputs(token, states, first, last), s_laterOutputs, cancellationToken);
                Close(last, first);
                last = next;
            }
        }
        finally
        {
            Close(last, first);
        }

        return tokens;
    }

    private static OnnxInput[] FirstInputs(OnnxOutputs states) =>
    [
        OnnxInput.Of<long>("input_ids", new long[] { Start }, 1, 1),
        OnnxInput.Borrow("encoder_hidden_states", states.Value(0)),
        OnnxInput.Of<bool>("use_cache_branch", s_withoutCache, 1),
        .. s_decoderCache.Concat(s_encoderCache).Select(name => OnnxInput.Of<float>(name, Array.Empty<float>(), s_emptyShape)),
    ];

    // What a run has added to the cache goes into the next where it lies.
    private static OnnxInput[] LaterInputs(int token, OnnxOutputs states, OnnxOutputs first, OnnxOutputs last) =>
    [
        OnnxInput.Of<long>("input_ids", new long[] { token }, 1, 1),
        OnnxInput.Borrow("encoder_hidden_states", states.Value(0)),
        OnnxInput.Of<bool>("use_cache_branch", s_withCache, 1),
        .. s_decoderCache.Select((name, i) => OnnxInput.Borrow(name, last.Value(1 + i))),
        .. s_encoderCache.Select((name, i) => OnnxInput.Borrow(name, first.Value(1 + s_decoderCache.Length + i))),
    ];

    private static int Best(OnnxOutputs outputs) => TensorPrimitives.IndexOfMax(outputs.Floats(0));

    private static void Close(OnnxOutputs outputs, OnnxOutputs keep)
    {
        if (outputs != keep)
        {
            outputs.Dispose();
        }
    }

    private static IEnumerable<string> CacheNames(string side) => Enumerable.Range(0, Layers)
        .SelectMany(layer => (string[])[$"past_key_values.{layer}.{side}.key", $"past_key_values.{layer}.{side}.value"]);

    private static IEnumerable<string> Present(IEnumerable<string> names) => names.Select(name => name.Replace("past_key_values", "present", StringComparison.Ordinal));
}
