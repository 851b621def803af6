using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostModern.Data.Readers;

/// <summary>Copies numbers that lie in the Arrow buffer just as the CLR wants them: an embedding is one memcpy.</summary>
internal static class PlainSpan<T>
{
    /// <summary>Null when the elements need conversion or one of them is null.</summary>
    public static T[]? TryCopy(ColumnReader items, int start, int length)
    {
        if (!items.IsPlain || items.ClrType != typeof(T) || RuntimeHelpers.IsReferenceOrContainsReferences<T>() || HasNull(items, start, length))
        {
            return null;
        }

        var values = new T[length];
        var size = Unsafe.SizeOf<T>();
        var bytes = items.Column.Buffers[0].Span.Slice((items.Column.Offset + start) * size, length * size);
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(values)), bytes.Length));
        return values;
    }

    private static bool HasNull(ColumnReader items, int start, int length)
    {
        if (items.Column.Validity.IsEmpty || items.Column.NullCount == 0)
        {
            return false;
        }

        for (var i = start; i < start + length; i++)
        {
            if (items.IsNull(i))
            {
                return true;
            }
        }

        return false;
    }
}
