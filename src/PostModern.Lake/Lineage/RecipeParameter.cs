namespace PostModern.Lake.Lineage;

/// <summary>The value of a statement's parameter.</summary>
/// <param name="Name">What the statement calls it, without <c>$</c>.</param>
/// <param name="Type">Its type in SQL.</param>
/// <param name="Value">A text that casts to the type; null for NULL.</param>
public sealed record RecipeParameter(string Name, string Type, string? Value);
