using PostModern.Arrow.Errors;

namespace PostModern.Lake.Archives;

/// <summary>A file in an archive.</summary>
/// <param name="Name">As the archive has it.</param>
/// <param name="Size">Inflated bytes.</param>
public sealed record ArchiveMember(string Name, long Size)
{
    /// <summary>Why its bytes can't be read; null where they can.</summary>
    public ServerException? Failure { get; init; }

    /// <summary>Where its bytes begin; of a zip file's member, where its own header does.</summary>
    internal long Offset { get; init; }

    /// <summary>Bytes that it takes in the archive.</summary>
    internal long StoredSize { get; init; }

    /// <summary>Whether the bytes are in the archive as they are; else they are deflated.</summary>
    public bool IsStored { get; init; }
}
