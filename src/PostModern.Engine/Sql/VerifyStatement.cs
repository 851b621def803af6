namespace PostModern.Engine.Sql;

/// <summary>VERIFY: whether a dataset's recipe would still give it.</summary>
/// <param name="Sample">How many objects to run through the recipe again.</param>
internal sealed record VerifyStatement(string Text, TableName Table, int Sample) : SqlStatement(Text);
