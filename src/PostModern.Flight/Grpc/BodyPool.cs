using System.Buffers;

namespace PostModern.Flight.Grpc;

/// <summary>The arrays of message bodies.</summary>
/// <remarks>
/// A stream's bodies are alike, and are rented and returned on whichever threads its reads end on. The shared pool keeps arrays per thread, so a fifth of them were
/// allocated, and cleared, anew (10 bytes a row in the benchmark <c>read-numbers-allocated</c>). A few that all threads share come first.
/// </remarks>
internal static class BodyPool
{
    private const int SmallestKept = 64 * 1024;
    private const int LargestKept = 4 * 1024 * 1024;
    private const int MostWaste = 8;

    private static readonly byte[]?[] s_kept = new byte[]?[4];

    public static byte[] Rent(int length)
    {
        if (length is >= SmallestKept / 2 and <= LargestKept)
        {
            for (var i = 0; i < s_kept.Length; i++)
            {
                if (s_kept[i] is { } seen && Fits(seen, length) && Interlocked.CompareExchange(ref s_kept[i], null, seen) == seen)
                {
                    return seen;
                }
            }
        }

        return ArrayPool<byte>.Shared.Rent(length);
    }

    public static void Return(byte[] array)
    {
        if (array.Length is >= SmallestKept and <= LargestKept)
        {
            for (var i = 0; i < s_kept.Length; i++)
            {
                if (s_kept[i] is null && Interlocked.CompareExchange(ref s_kept[i], array, null) is null)
                {
                    return;
                }
            }
        }

        ArrayPool<byte>.Shared.Return(array);
    }

    private static bool Fits(byte[] array, int length) => array.Length >= length && array.Length / MostWaste <= length;
}
