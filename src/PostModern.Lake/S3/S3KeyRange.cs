namespace PostModern.Lake.S3;

/// <summary>A part of a listing, in the order of the keys' bytes.</summary>
/// <param name="After">Only keys after this one; null from the first on.</param>
/// <param name="UpTo">Only keys up to this one, itself included; null to the last.</param>
internal readonly record struct S3KeyRange(string? After = null, string? UpTo = null)
{
    public bool EndsBefore(string key) => UpTo is not null && S3KeyOrder.Compare(key, UpTo) > 0;
}
