namespace PostModern.Engine.Sql;

/// <summary>ALTER TABLE, and COMMENT ON a table or column: the definition changes, the rows stay.</summary>
/// <param name="Change">What changes.</param>
internal sealed record AlterTableStatement(string Text, TableName Table, TableChange Change) : DatasetStatement(Text, Table);
