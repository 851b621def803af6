using PostModern.Models.Inference;

namespace PostModern.Models.Transformers.Generation;

/// <summary>A decoder at work on rows of tokens, all of one length, which grow step by step. Not safe for concurrent use.</summary>
internal abstract class DecoderRun : IDisposable
{
    /// <summary>Begins with no tokens.</summary>
    /// <param name="decoder">With a cache of keys and values (<c>decoder_model_merged</c>) or without (<c>decoder_model</c>).</param>
    /// <param name="states">One item a row; borrowed until the run is disposed.</param>
    internal static DecoderRun Start(OnnxModel decoder, EncoderStates states) =>
        decoder.Inputs.ContainsKey(CachedDecoderRun.Branch) ? new CachedDecoderRun(decoder, states) : new PlainDecoderRun(decoder, states);

    /// <summary>Appends tokens to each row.</summary>
    /// <param name="tokens">As many a row, row by row.</param>
    /// <param name="cancellationToken">Stops the network.</param>
    /// <returns>[rows, vocabulary]: how much each token suits after them.</returns>
    internal abstract float[] Append(long[] tokens, CancellationToken cancellationToken);

    /// <summary>Replaces each row by a copy of another one of its item.</summary>
    internal abstract void Reorder(int[] parents);

    public abstract void Dispose();

    /// <summary>The inputs that both kinds of decoder have.</summary>
    private protected static List<OnnxInput> CommonInputs(OnnxModel decoder, EncoderStates states, long[] tokens)
    {
        var inputs = new List<OnnxInput>
        {
            OnnxInput.Of<long>("input_ids", tokens, states.Items, tokens.Length / states.Items),
            decoder.FloatInput("encoder_hidden_states", states.Values, states.Items, states.Length, states.Width),
        };
        if (decoder.Inputs.ContainsKey("encoder_attention_mask"))
        {
            var mask = new long[states.Items * states.Length];
            Array.Fill(mask, 1);
            inputs.Add(OnnxInput.Of<long>("encoder_attention_mask", mask, states.Items, states.Length));
        }

        return inputs;
    }

    /// <summary>Of [rows, places, vocabulary] the last place of each row.</summary>
    private protected static float[] LastPlaces(OnnxOutputs outputs, int output)
    {
        var shape = outputs.Shape(output);
        var (rows, places, vocabulary) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        var all = outputs.ReadFloats(output);
        var last = new float[rows * vocabulary];
        for (var row = 0; row < rows; row++)
        {
            all.AsSpan((((row * places) + places) - 1) * vocabulary, vocabulary).CopyTo(last.AsSpan(row * vocabulary));
        }

        return last;
    }
}
