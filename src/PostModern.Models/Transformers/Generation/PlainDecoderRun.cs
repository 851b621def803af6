using PostModern.Models.Inference;

namespace PostModern.Models.Transformers.Generation;

/// <summary>Reads all tokens again at each step.</summary>
internal sealed class PlainDecoderRun(OnnxModel decoder, EncoderStates states) : DecoderRun
{
    private List<long>[] _rows = [.. Enumerable.Range(0, states.Items).Select(_ => new List<long>())];

    internal override float[] Append(long[] tokens, CancellationToken cancellationToken)
    {
        var count = tokens.Length / states.Items;
        for (var row = 0; row < _rows.Length; row++)
        {
            _rows[row].AddRange(tokens.AsSpan(row * count, count));
        }

        long[] all = [.. _rows.SelectMany(row => row)];
        using var outputs = decoder.Run([.. CommonInputs(decoder, states, all)], ["logits"], cancellationToken);
        return LastPlaces(outputs, 0);
    }

    internal override void Reorder(int[] parents) => _rows = [.. parents.Select(parent => new List<long>(_rows[parent]))];

    public override void Dispose()
    {
    }
}
