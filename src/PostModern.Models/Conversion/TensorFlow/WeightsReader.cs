using System.Runtime.InteropServices;
using System.Text.Json;

namespace PostModern.Models.Conversion.TensorFlow;

/// <summary>Reads the weights of a TF.js model; quantised ones come out as the floats that they stand for.</summary>
internal static class WeightsReader
{
    /// <param name="manifest">weightsManifest of model.json: groups of files, and the tensors that lie in them one after the other.</param>
    /// <param name="folder">Where the files lie.</param>
    /// <exception cref="EndOfStreamException">The files of a group are shorter than its tensors.</exception>
    public static IReadOnlyDictionary<string, Constant> Read(JsonElement manifest, string folder)
    {
        var weights = new Dictionary<string, Constant>();
        foreach (var group in manifest.EnumerateArray())
        {
            ReadOnlySpan<byte> bytes = ReadFiles(group.GetProperty("paths"), folder);
            foreach (var entry in group.GetProperty("weights").EnumerateArray())
            {
                weights.Add(entry.GetProperty("name").GetString()!, ReadTensor(entry, ref bytes));
            }
        }

        return weights;
    }

    private static byte[] ReadFiles(JsonElement paths, string folder)
    {
        using var all = new MemoryStream();
        foreach (var path in paths.EnumerateArray())
        {
            all.Write(File.ReadAllBytes(Path.Combine(folder, path.GetString()!)));
        }

        return all.ToArray();
    }

    private static Constant ReadTensor(JsonElement entry, ref ReadOnlySpan<byte> bytes)
    {
        int[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        var count = shape.Aggregate(1, (product, size) => checked(product * size));
        var type = entry.GetProperty("dtype").GetString()!;
        Array values = entry.TryGetProperty("quantization", out var quantization)
            ? ReadQuantized(quantization, type, count, ref bytes)
            : ReadPlain(type, count, ref bytes);
        return new Constant(shape, values);
    }

    private static Array ReadPlain(string type, int count, ref ReadOnlySpan<byte> bytes) => type switch
    {
        "float32" => Take<float>(count, ref bytes),
        "int32" => Take<int>(count, ref bytes),
        "bool" => Array.ConvertAll(Take<byte>(count, ref bytes), value => value != 0),
        _ => throw new FormatException($"weights of type '{type}'"),
    };

    private static Array ReadQuantized(JsonElement quantization, string type, int count, ref ReadOnlySpan<byte> bytes)
    {
        var stored = quantization.GetProperty("dtype").GetString()!;
        if (stored == "float16")
        {
            return Array.ConvertAll(Take<Half>(count, ref bytes), value => (float)value);
        }

        var scale = quantization.GetProperty("scale").GetDouble();
        var minimum = quantization.GetProperty("min").GetDouble();
        float Restore(int value) => (float)((value * scale) + minimum);
        float[] values = stored switch
        {
            "uint8" => Array.ConvertAll(Take<byte>(count, ref bytes), value => Restore(value)),
            "uint16" => Array.ConvertAll(Take<ushort>(count, ref bytes), value => Restore(value)),
            _ => throw new FormatException($"weights quantised as '{stored}'"),
        };
        return type == "int32" ? Array.ConvertAll(values, value => (int)MathF.Round(value)) : values;
    }

    private static T[] Take<T>(int count, ref ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        var values = new T[count];
        var target = MemoryMarshal.AsBytes(values.AsSpan());
        if (target.Length > bytes.Length)
        {
            throw new EndOfStreamException("its weight files are too short");
        }

        bytes[..target.Length].CopyTo(target);
        bytes = bytes[target.Length..];
        return values;
    }
}
