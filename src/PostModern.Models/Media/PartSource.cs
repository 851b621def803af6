namespace PostModern.Models.Media;

/// <summary>An object, or the part of one that some steps lead to.</summary>
/// <param name="Key">Tells its bytes from all others'; null where nothing pins them.</param>
/// <param name="OpenAsync">Opens them; seekable.</param>
internal sealed record PartSource(string? Key, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>The key of what is made of it.</summary>
    public string? KeyOf(string what) => Key is null ? null : $"{Key}\n{what}";
}
