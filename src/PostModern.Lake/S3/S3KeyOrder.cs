namespace PostModern.Lake.S3;

/// <summary>The order of keys in a listing: that of their UTF-8 bytes. .NET's ordinal order puts emoji before U+E000 to U+FFFF, UTF-8 behind.</summary>
internal static class S3KeyOrder
{
    public static int Compare(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        return same == a.Length || same == b.Length ? a.Length.CompareTo(b.Length) : Place(a[same]).CompareTo(Place(b[same]));
    }

    /// <summary>Surrogates stand for characters behind all others.</summary>
    private static int Place(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
