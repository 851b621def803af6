using System.Numerics.Tensors;
using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;

namespace PostModern.Models.Transformers.Texts;

/// <summary>How the vectors of a text's tokens become one, as sentence-transformers' modules say it.</summary>
/// <param name="Mode">mean, cls, max or last.</param>
/// <param name="IsUnit">Whether the result has length 1.</param>
internal sealed record Pooling(string Mode, bool IsUnit)
{
    private const string Prefix = "pooling_mode_";

    /// <param name="modules">modules.json; null for a bare encoder, whose mean is taken, of length 1.</param>
    /// <param name="pooling">1_Pooling/config.json.</param>
    /// <exception cref="ServerException">Unsupported: a module or a mode that isn't known.</exception>
    internal static Pooling Read(JsonElement? modules, JsonElement? pooling)
    {
        if (modules is not { } list)
        {
            return new Pooling("mean", IsUnit: true);
        }

        string[] types = [.. list.EnumerateArray().Select(module => module.Text("type").Split('.')[^1])];
        if (Array.Find(types, type => type is not ("Transformer" or "Pooling" or "Normalize")) is { } unknown)
        {
            throw new ServerException(ErrorCode.Unsupported, $"The model has a module '{unknown}' behind its network, which is not known.");
        }

        return new Pooling(ModeOf(pooling), types.Contains("Normalize"));
    }

    /// <param name="tokens">[padded tokens, width].</param>
    /// <param name="count">The text's own tokens.</param>
    /// <param name="width">Numbers of a vector.</param>
    internal float[] Apply(float[] tokens, int count, int width)
    {
        var vector = tokens.AsSpan((Mode == "last" ? count - 1 : 0) * width, width).ToArray();
        for (var token = 1; token < count && (Mode is "mean" or "max"); token++)
        {
            var next = tokens.AsSpan(token * width, width);
            if (Mode == "mean")
            {
                TensorPrimitives.Add(vector, next, vector);
            }
            else
            {
                TensorPrimitives.Max(vector, next, vector);
            }
        }

        if (Mode == "mean")
        {
            TensorPrimitives.Divide(vector, count, vector);
        }

        return IsUnit ? Unit(vector) : vector;
    }

    /// <summary>The same direction, of length 1.</summary>
    internal static float[] Unit(float[] vector)
    {
        var length = TensorPrimitives.Norm<float>(vector);
        if (length > 0)
        {
            TensorPrimitives.Divide(vector, length, vector);
        }

        return vector;
    }

    private static string ModeOf(JsonElement? pooling)
    {
        string[] modes = pooling is { } config
            ? [.. config.EnumerateObject().Where(mode => mode.Name.StartsWith(Prefix, StringComparison.Ordinal) && mode.Value.ValueKind == JsonValueKind.True).Select(mode => mode.Name[Prefix.Length..])]
            : ["mean_tokens"];
        return modes switch
        {
            ["mean_tokens"] => "mean",
            ["cls_token"] => "cls",
            ["max_tokens"] => "max",
            ["lasttoken"] => "last",
            _ => throw new ServerException(ErrorCode.Unsupported, $"The model pools its tokens by {string.Join(" and ", modes)}, which is not known."),
        };
    }
}
