using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>SentencePiece's compiled map from texts to replacements.</summary>
/// <remarks>
/// The number of the trie's bytes (uint32), a double-array trie of uint32 units as Darts-clone lays it out, then the replacements,
/// each ended by a zero byte; the trie's values are offsets into those. All little-endian.
/// </remarks>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private CharacterMap(uint[] units, byte[] replacements) => (_units, _replacements) = (units, replacements);

    internal static CharacterMap Empty { get; } = new([], []);

    /// <exception cref="ServerException">InvalidInput: the map is cut short.</exception>
    internal static CharacterMap Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return Empty;
        }

        var size = bytes.Length < sizeof(uint) ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (size > bytes.Length - sizeof(uint) || size % sizeof(uint) != 0)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The tokenizer's precompiled_charsmap is damaged: its trie doesn't fit into it.");
        }

        // Every machine that .NET 10 runs the server on is little-endian.
        var units = MemoryMarshal.Cast<byte, uint>(bytes.Slice(sizeof(uint), (int)size)).ToArray();
        return new CharacterMap(units, bytes[(sizeof(uint) + (int)size)..].ToArray());
    }

    /// <summary>The replacement for the shortest beginning of a text that has one; null when none has.</summary>
    internal string? Find(ReadOnlySpan<byte> text)
    {
        if (_units.Length == 0)
        {
            return null;
        }

        var node = Offset(_units[0]);
        foreach (var b in text)
        {
            node ^= b;
            if (b == 0 || node >= _units.Length || Label(_units[node]) != b)
            {
                return null;
            }

            var unit = _units[node];
            node ^= Offset(unit);
            if (HasLeaf(unit) && node < _units.Length)
            {
                return ReplacementAt(_units[node] & int.MaxValue);
            }
        }

        return null;
    }

    private string ReplacementAt(uint offset)
    {
        var rest = _replacements.AsSpan((int)Math.Min(offset, _replacements.Length));
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static bool HasLeaf(uint unit) => ((unit >> 8) & 1) == 1;

    private static uint Label(uint unit) => unit & (0x80000000 | 0xFF);

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);
}
