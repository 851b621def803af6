using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Parts;

/// <summary>An OBJECT taken apart: the whole that is stored somewhere, and the steps to the part that is meant.</summary>
/// <param name="Whole">Without a fragment; pinned as the part was.</param>
/// <param name="Steps">None for the whole itself.</param>
public sealed record ObjectPart(ObjectRef Whole, IReadOnlyList<FragmentStep> Steps)
{
    /// <exception cref="ServerException">InvalidInput: see <see cref="ObjectFragment.Parse"/>.</exception>
    public static ObjectPart Of(ObjectRef obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var (uri, fragment) = ObjectUri.SplitFragment(obj.Uri);

        // A part's size is not the whole's, and stores compare none.
        return fragment is null ? new ObjectPart(obj, []) : new ObjectPart(obj with { Uri = uri, Size = null, ContentType = null }, ObjectFragment.Parse(fragment));
    }

    /// <summary>A part of <paramref name="obj"/> as an OBJECT: pinned by what pins the whole.</summary>
    /// <param name="obj">A whole or a part; its URI has a scheme, since <c>#</c> is legal in bare paths.</param>
    /// <param name="step">To the part.</param>
    /// <param name="contentType">Of the part.</param>
    /// <param name="size">Of the part, where it is known.</param>
    public static ObjectRef Within(ObjectRef obj, FragmentStep step, string? contentType, long? size = null)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var joint = ObjectUri.SplitFragment(obj.Uri).Fragment is null ? '#' : '&';
        return obj with { Uri = $"{obj.Uri}{joint}{step}", Size = size, ContentType = contentType };
    }
}
