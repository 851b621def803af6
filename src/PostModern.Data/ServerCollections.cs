using System.Data;
using System.Data.Common;
using PostModern.Arrow.Arrays;
using PostModern.Data.Transport;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;

namespace PostModern.Data;

/// <summary>DataSourceInformation and ReservedWords, from Flight SQL's GetSqlInfo.</summary>
internal static class ServerCollections
{
    public static async Task<DataTable> DataSourceInformationAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken)
    {
        var info = await AskAsync(session, [SqlInfoId.ServerName, SqlInfoId.ServerVersion], cancellationToken);
        var version = info.GetValueOrDefault(SqlInfoId.ServerVersion) as string ?? "";
        (string Name, object Value)[] cells =
        [
            (DbMetaDataColumnNames.CompositeIdentifierSeparatorPattern, @"\."),
            (DbMetaDataColumnNames.DataSourceProductName, info.GetValueOrDefault(SqlInfoId.ServerName) ?? ""),
            (DbMetaDataColumnNames.DataSourceProductVersion, version),
            (DbMetaDataColumnNames.DataSourceProductVersionNormalized, version),
            (DbMetaDataColumnNames.GroupByBehavior, GroupByBehavior.Unrelated),
            (DbMetaDataColumnNames.IdentifierPattern, "(^[A-Za-z_][A-Za-z0-9_]*$)|(^\"(\"\"|[^\"])+\"$)"),
            (DbMetaDataColumnNames.IdentifierCase, IdentifierCase.Insensitive),
            (DbMetaDataColumnNames.OrderByColumnsInSelect, false),
            (DbMetaDataColumnNames.ParameterMarkerFormat, "{0}"),
            (DbMetaDataColumnNames.ParameterMarkerPattern, "[@$][A-Za-z_][A-Za-z0-9_]*"),
            (DbMetaDataColumnNames.ParameterNameMaxLength, 128),
            (DbMetaDataColumnNames.ParameterNamePattern, "^[A-Za-z_][A-Za-z0-9_]*$"),
            (DbMetaDataColumnNames.QuotedIdentifierPattern, "\"(([^\"]|\"\")*)\""),
            (DbMetaDataColumnNames.QuotedIdentifierCase, IdentifierCase.Insensitive),
            (DbMetaDataColumnNames.StatementSeparatorPattern, ";"),
            (DbMetaDataColumnNames.StringLiteralPattern, "'(([^']|'')*)'"),
            (DbMetaDataColumnNames.SupportedJoinOperators, SupportedJoinOperators.Inner | SupportedJoinOperators.LeftOuter | SupportedJoinOperators.RightOuter | SupportedJoinOperators.FullOuter),
        ];
        var table = SchemaCollections.CreateTable(
            DbMetaDataCollectionNames.DataSourceInformation, [.. cells.Select(cell => (cell.Name, cell.Value.GetType()))]);
        table.Rows.Add([.. cells.Select(cell => cell.Value)]);
        return table;
    }

    public static async Task<DataTable> ReservedWordsAsync(
        ServerSession session, IReadOnlyList<string?> restrictions, CancellationToken cancellationToken)
    {
        var info = await AskAsync(session, [SqlInfoId.Keywords], cancellationToken);
        var table = SchemaCollections.CreateTable(DbMetaDataCollectionNames.ReservedWords, (DbMetaDataColumnNames.ReservedWord, typeof(string)));
        foreach (var word in info.GetValueOrDefault(SqlInfoId.Keywords) as object?[] ?? [])
        {
            table.Rows.Add(word);
        }

        return table;
    }

    private static async Task<Dictionary<SqlInfoId, object?>> AskAsync(
        ServerSession session, SqlInfoId[] ids, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<SqlInfoId, object?>();
        var command = new CommandGetSqlInfo { Info = { ids.Select(id => (uint)id) } };
        await foreach (var batch in session.DescribeAsync(command, cancellationToken))
        {
            for (var row = 0; row < batch.Length; row++)
            {
                answers[(SqlInfoId)batch.Columns[0].Values<uint>()[row]] = ColumnValue.Get(batch.Columns[1], row);
            }
        }

        return answers;
    }
}
