using PostModern.Arrow.Errors;
using PostModern.Engine.Functions;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Ingest;

/// <summary>The table that an upload goes to, and what to do when it is there or isn't.</summary>
/// <param name="Catalog">Null for the only one.</param>
/// <param name="Schema">Null for the session's.</param>
/// <param name="Table">The table's name.</param>
public sealed record IngestTarget(string? Catalog, string? Schema, string Table)
{
    /// <summary>Whether it is a temporary table of the session instead of a dataset.</summary>
    public bool IsTemporary { get; init; }

    public bool CreatesMissing { get; init; } = true;

    public IfTableExists IfExists { get; init; }

    internal TableName Name => IsTemporary ? new TableName("temp", "main", Table) : new TableName(Catalog, Schema, Table);

    /// <summary>The statement that takes the upload in.</summary>
    /// <param name="exists">Whether the table is there.</param>
    /// <param name="upload">The upload's id.</param>
    /// <exception cref="ServerException">NotFound or AlreadyExists, as the target wants it.</exception>
    internal string ToSql(bool exists, string upload)
    {
        var rows = $"SELECT * FROM {Uploads.FunctionName}({SqlText.Literal(upload)})";
        return (exists, IfExists) switch
        {
            (false, _) when CreatesMissing => $"CREATE {Kind} {Target} AS {rows}",
            (false, _) => throw new ServerException(ErrorCode.NotFound, $"There is no table '{Name}' to add rows to; let the upload create it, or create it first."),
            (true, IfTableExists.Append) => $"INSERT INTO {Quoted} BY NAME {rows}",
            (true, IfTableExists.Replace) => $"CREATE OR REPLACE {Kind} {Target} AS {rows}",
            _ => throw new ServerException(ErrorCode.AlreadyExists, $"Table '{Name}' already exists; append to it, replace it, or take another name."),
        };
    }

    private string Kind => IsTemporary ? "TEMPORARY TABLE" : "TABLE";

    // CREATE TEMPORARY TABLE takes no catalog.
    private string Target => IsTemporary ? SqlText.Name(Table) : Quoted;

    private string Quoted => string.Join('.', new[] { Name.Catalog, Name.Schema, Name.Name }.OfType<string>().Select(SqlText.Name));
}
