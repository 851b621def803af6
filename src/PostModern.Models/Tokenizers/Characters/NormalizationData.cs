using System.Collections.Frozen;
using System.Globalization;

namespace PostModern.Models.Tokenizers.Characters;

/// <summary>What the Unicode Character Database says about decompositions; Hangul syllables are computed elsewhere.</summary>
internal sealed class NormalizationData
{
    private static readonly Lazy<NormalizationData> s_instance = new(Load);
    private readonly FrozenDictionary<int, int[]> _canonical;
    private readonly FrozenDictionary<int, int[]> _compatibility;
    private readonly FrozenDictionary<int, byte> _classes;
    private readonly FrozenDictionary<long, int> _compositions;

    private NormalizationData(
        Dictionary<int, int[]> canonical, Dictionary<int, int[]> compatibility, Dictionary<int, byte> classes, HashSet<int> excluded)
    {
        _classes = classes.ToFrozenDictionary();
        _compositions = canonical
            .Where(entry => entry.Value.Length == 2 && !excluded.Contains(entry.Key) && ClassOf(entry.Key) == 0 && ClassOf(entry.Value[0]) == 0)
            .ToFrozenDictionary(entry => Pair(entry.Value[0], entry.Value[1]), entry => entry.Key);
        _canonical = canonical.Keys.ToFrozenDictionary(point => point, point => Expand(point, [canonical]));
        _compatibility = canonical.Keys.Concat(compatibility.Keys)
            .ToFrozenDictionary(point => point, point => Expand(point, [canonical, compatibility]));
    }

    internal static NormalizationData Instance => s_instance.Value;

    /// <summary>The canonical combining class: 0 for what starts a character.</summary>
    internal byte ClassOf(int point) => _classes.GetValueOrDefault(point);

    /// <summary>The full decomposition of a code point; null when it is its own.</summary>
    internal int[]? Decompose(int point, bool compatibility) =>
        (compatibility ? _compatibility : _canonical).GetValueOrDefault(point);

    /// <summary>The code point that two make; -1 when they make none.</summary>
    internal int Compose(int first, int second) => _compositions.GetValueOrDefault(Pair(first, second), -1);

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static int[] Expand(int point, Dictionary<int, int[]>[] sources)
    {
        var parts = sources.Select(source => source.GetValueOrDefault(point)).FirstOrDefault(found => found is not null);
        return parts is null ? [point] : [.. parts.SelectMany(part => Expand(part, sources))];
    }

    private static NormalizationData Load()
    {
        var canonical = new Dictionary<int, int[]>();
        var compatibility = new Dictionary<int, int[]>();
        var classes = new Dictionary<int, byte>();
        var excluded = new HashSet<int>();
        using var stream = typeof(NormalizationData).Assembly.GetManifestResourceStream("normalization.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            var point = Hex(fields[0]);
            if (fields[1] != "0")
            {
                classes[point] = byte.Parse(fields[1], CultureInfo.InvariantCulture);
            }

            if (fields.Length > 2)
            {
                int[] parts = [.. fields[2..].Select(field => Hex(field.TrimStart('<', '!')))];
                (fields[2][0] == '<' ? compatibility : canonical)[point] = parts;
                if (fields[2][0] == '!')
                {
                    excluded.Add(point);
                }
            }
        }

        return new NormalizationData(canonical, compatibility, classes, excluded);
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
