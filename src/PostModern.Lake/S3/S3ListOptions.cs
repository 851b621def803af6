namespace PostModern.Lake.S3;

/// <summary>How a bucket is listed.</summary>
public sealed record S3ListOptions
{
    /// <summary>The present objects, from the first on.</summary>
    public static S3ListOptions Default { get; } = new();

    /// <summary>Only keys after this one, in the order of their bytes.</summary>
    public string? StartAfter { get; init; }

    /// <summary>Whether every version is a row, the latest of each object first, instead of the present objects only.</summary>
    public bool Versions { get; init; }
}
