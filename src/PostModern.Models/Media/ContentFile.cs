namespace PostModern.Models.Media;

/// <summary>An object or part as a file that other programs can read while this is open.</summary>
internal sealed record ContentFile(string Path, Stream Content) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
