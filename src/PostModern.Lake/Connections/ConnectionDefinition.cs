namespace PostModern.Lake.Connections;

/// <summary>A named way to a service elsewhere, as <c>CREATE CONNECTION</c> gave it.</summary>
/// <param name="Name">In lower case: names compare without case.</param>
/// <param name="Type">Such as <c>s3</c>.</param>
/// <param name="Options">All options, secrets too; never to be shown as they are.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="Created">When.</param>
public sealed record ConnectionDefinition(
    string Name, string Type, IReadOnlyDictionary<string, string> Options, string Owner, DateTimeOffset Created)
{
    /// <summary>An option's value; null when it wasn't given.</summary>
    public string? this[string option] => Options.GetValueOrDefault(option);

    /// <summary>What may be shown: secrets as asterisks.</summary>
    public IReadOnlyDictionary<string, string> Shown => new SortedDictionary<string, string>(
        Options.ToDictionary(o => o.Key, o => ConnectionType.Get(Type).IsSecret(o.Key) ? "********" : o.Value), StringComparer.Ordinal);

    /// <summary>Without the options: a record's own text would show the secrets wherever it is logged.</summary>
    public override string ToString() => $"{Type} connection '{Name}'";
}
