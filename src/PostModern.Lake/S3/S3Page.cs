using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>A part of a listing, in the order of the keys.</summary>
/// <param name="Entries">Objects; and folders, whose key ends in a slash, where the listing doesn't go down.</param>
internal readonly record struct S3Page(IReadOnlyList<(string Key, ObjectRef? Object)> Entries);
