using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>The bytes of objects and of their parts: of <c>a.tar#member=b.pdf&amp;page=2</c> those of a picture of that page.</summary>
public interface IObjectContents
{
    /// <summary>Opens an object, or the part that its URI's fragment names; the caller disposes the stream.</summary>
    /// <returns>A seekable stream of known length.</returns>
    /// <exception cref="ServerException">NotFound: no such object or part. Conflict: its bytes are no longer the pinned ones. InvalidInput: the whole has no such parts.</exception>
    Task<Stream> OpenAsync(ObjectRef obj, CancellationToken cancellationToken = default);

    /// <summary>The text that a part holds beside its picture; null where its bytes are all that there is.</summary>
    /// <remarks>Pages of PDF files have a text, <c>''</c> where they are scanned.</remarks>
    /// <exception cref="ServerException">As for <see cref="OpenAsync"/>.</exception>
    Task<string?> ReadTextAsync(ObjectRef obj, CancellationToken cancellationToken = default);
}
