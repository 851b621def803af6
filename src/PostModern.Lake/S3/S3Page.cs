using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>A part of a listing, in the order of the keys.</summary>
/// <param name="Entries">Objects; and folders, whose key ends in a slash, where the listing doesn't go down.</param>
internal readonly record struct S3Page(IReadOnlyList<(string Key, ObjectRef? Object)> Entries)
{
    /// <summary>What of it is in a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="isEnd">Whether nothing after this page is.</param>
    public S3Page Cut(S3KeyRange range, out bool isEnd)
    {
        isEnd = Entries is [.., var last] && range.EndsBefore(last.Key);
        return isEnd ? new S3Page([.. Entries.TakeWhile(e => !range.EndsBefore(e.Key))]) : this;
    }
}
