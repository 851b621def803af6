using System.Numerics;
using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Checks values that decide what is read next, or that native code trusts: utf-8, union codes, dictionary indices.</summary>
internal static class ContentCheck
{
    public static void Check(Column column, string name)
    {
        switch (column.Type)
        {
            case StringType when !Utf8Check.IsValid(column):
                throw BatchReader.Corrupt(name, "it is text, but not utf-8");
            case UnionType union:
                CheckUnion(column, union, name);
                break;
            case DictionaryType dictionary:
                CheckIndices(column, dictionary, name);
                break;
        }
    }

    private static void CheckUnion(Column column, UnionType type, string name)
    {
        Span<int> limits = stackalloc int[256];
        limits.Clear();
        for (var i = 0; i < column.Children.Length; i++)
        {
            limits[type.TypeIds[i]] = type.IsDense ? column.Children[i].Length : int.MaxValue;
        }

        var codes = column.Buffers[0].Span[..column.Length];
        var offsets = type.IsDense ? MemoryMarshal.Cast<byte, int>(column.Buffers[1].Span)[..column.Length] : default;
        for (var row = 0; row < codes.Length; row++)
        {
            var at = type.IsDense ? (uint)offsets[row] : 0;
            if (at >= limits[codes[row]])
            {
                throw BatchReader.Corrupt(name, $"row {row} has the type code {codes[row]} and the offset {at}");
            }
        }
    }

    private static void CheckIndices(Column column, DictionaryType type, string name)
    {
        switch (type.Index.BitWidth, type.Index.IsSigned)
        {
            case (8, true): CheckIndices<sbyte>(column, name); break;
            case (16, true): CheckIndices<short>(column, name); break;
            case (32, true): CheckIndices<int>(column, name); break;
            case (64, true): CheckIndices<long>(column, name); break;
            case (8, false): CheckIndices<byte>(column, name); break;
            case (16, false): CheckIndices<ushort>(column, name); break;
            case (32, false): CheckIndices<uint>(column, name); break;
            default: CheckIndices<ulong>(column, name); break;
        }
    }

    private static void CheckIndices<T>(Column column, string name)
        where T : unmanaged, IBinaryInteger<T>
    {
        var values = column.Values<T>();
        for (var row = 0; row < values.Length; row++)
        {
            // Truncation maps negative indices above every length; a null row's index means nothing.
            var index = ulong.CreateTruncating(values[row]);
            if (index >= (ulong)column.Dictionary!.Length && !column.IsNull(row))
            {
                throw BatchReader.Corrupt(name, $"row {row} has the index {values[row]} in a dictionary of {column.Dictionary.Length}");
            }
        }
    }
}
