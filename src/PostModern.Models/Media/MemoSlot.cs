namespace PostModern.Models.Media;

/// <summary>A value of a <see cref="Memo{T}"/>, or the place where one is being made.</summary>
internal sealed class MemoSlot<T>(string? key)
    where T : class
{
    public string? Key { get; } = key;

    /// <summary>Held by whoever makes the value.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    public T? Value { get; set; }

    public int Users { get; set; }

    public long LastUse { get; set; }
}
