using Microsoft.ML.OnnxRuntime;
using PostModern.Models.Inference;

namespace PostModern.Models.Transformers.Generation;

/// <summary>Reads new tokens only: the keys and values of earlier ones are kept.</summary>
/// <remarks>
/// The layout of <c>decoder_model_merged.onnx</c>: <c>past_key_values.N.(decoder|encoder).(key|value)</c> go in and <c>present.…</c> come out,
/// [rows, heads, places, width]. With <c>use_cache_branch</c> false the past is not looked at; with true the encoder's part comes out empty,
/// so that of the first step is kept.
/// </remarks>
internal sealed class CachedDecoderRun : DecoderRun
{
    internal const string Branch = "use_cache_branch";
    private const string Past = "past_key_values.";
    private const string Present = "present.";

    private readonly OnnxModel _decoder;
    private readonly EncoderStates _states;
    private readonly string[] _cached;
    private readonly string[] _outputs;
    private readonly Dictionary<string, OrtValue> _past = [];
    private readonly List<IDisposable> _owned = [];
    private OnnxOutputs? _first;
    private OnnxOutputs? _last;

    internal CachedDecoderRun(OnnxModel decoder, EncoderStates states)
    {
        (_decoder, _states) = (decoder, states);
        _cached = [.. decoder.Inputs.Keys.Where(name => name.StartsWith(Past, StringComparison.Ordinal))];
        _outputs = ["logits", .. _cached.Select(name => Present + name[Past.Length..])];
        foreach (var name in _cached)
        {
            var input = decoder.Inputs[name];
            long[] empty = [states.Items, input.Dimensions[1], 0, input.Dimensions[3]];
            _past[name] = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, input.ElementDataType, empty);
            _owned.Add(_past[name]);
        }
    }

    internal override float[] Append(long[] tokens, CancellationToken cancellationToken)
    {
        var inputs = CommonInputs(_decoder, _states, tokens);
        inputs.Add(OnnxInput.Of<bool>(Branch, new[] { _first is not null }, 1));
        inputs.AddRange(_past.Select(past => OnnxInput.Borrow(past.Key, past.Value)));
        var outputs = _decoder.Run([.. inputs], _outputs, cancellationToken);
        Keep(outputs);
        return LastPlaces(outputs, 0);
    }

    internal override void Reorder(int[] parents)
    {
        if (parents.Select((parent, row) => parent == row).All(same => same))
        {
            return;
        }

        var reordered = _cached.Where(name => !IsEncoders(name)).ToDictionary(name => name, name => Gather(_past[name], parents));
        DisposeOwned();
        foreach (var (name, value) in reordered)
        {
            _past[name] = value;
            _owned.Add(value);
        }
    }

    public override void Dispose()
    {
        DisposeOwned();
        if (!ReferenceEquals(_last, _first))
        {
            _last?.Dispose();
        }

        _first?.Dispose();
    }

    private static bool IsEncoders(string name) => name.Contains(".encoder.", StringComparison.Ordinal);

    private void Keep(OnnxOutputs outputs)
    {
        var isFirst = _first is null;
        for (var i = 0; i < _cached.Length; i++)
        {
            if (isFirst || !IsEncoders(_cached[i]))
            {
                _past[_cached[i]] = outputs.Value(i + 1);
            }
        }

        DisposeOwned();
        if (_last is not null && !ReferenceEquals(_last, _first))
        {
            _last.Dispose();
        }

        _last = outputs;
        _first ??= outputs;
    }

    private void DisposeOwned()
    {
        _owned.ForEach(value => value.Dispose());
        _owned.Clear();
    }

    // Beams of one item have the same encoder's part, so only the decoder's moves.
    private static OrtValue Gather(OrtValue source, int[] parents)
    {
        var info = source.GetTensorTypeAndShape();
        var target = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, info.ElementDataType, info.Shape);
        var from = source.GetTensorMutableRawData();
        var to = target.GetTensorMutableRawData();
        var size = from.Length / parents.Length;
        for (var row = 0; row < parents.Length; row++)
        {
            from.Slice(parents[row] * size, size).CopyTo(to[(row * size)..]);
        }

        return target;
    }
}
