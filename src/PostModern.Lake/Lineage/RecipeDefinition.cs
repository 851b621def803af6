namespace PostModern.Lake.Lineage;

/// <summary>The statement that says what is in a dataset, with all that is needed to read it the same again.</summary>
/// <param name="Sql">A CREATE TABLE … AS, as the user wrote it.</param>
/// <param name="Schema">The schema of names without one.</param>
public sealed record RecipeDefinition(string Sql, string Schema)
{
    /// <summary>The session's <c>pm.as_of</c>; null for the present.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The values of the parameters; null when there are none, or when they were too large to keep.</summary>
    public IReadOnlyList<RecipeParameter>? Parameters { get; init; }
}
