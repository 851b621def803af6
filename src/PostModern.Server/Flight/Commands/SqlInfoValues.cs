using PostModern.Flight.Commands;

namespace PostModern.Server.Flight.Commands;

/// <summary>The answers of GetSqlInfo: every id that Flight SQL knows, in the type that its drivers read it as.</summary>
internal static class SqlInfoValues
{
    private const string ArrowFormatVersion = "1.5";

    /// <summary>Grammar bits: minimum, core and extended; entry, intermediate and full.</summary>
    private const int AllThreeLevels = 0b111;

    /// <summary>Of SqlTransactionIsolationLevel: a transaction reads one snapshot.</summary>
    private const int RepeatableRead = 3;

    /// <param name="version">The server's.</param>
    public static SortedDictionary<SqlInfoId, object> For(string version)
    {
        var values = new SortedDictionary<SqlInfoId, object>
        {
            [SqlInfoId.ServerName] = "PostModern",
            [SqlInfoId.ServerVersion] = version,
            [SqlInfoId.ServerArrowVersion] = ArrowFormatVersion,
            [SqlInfoId.ServerSubstraitMinVersion] = string.Empty,
            [SqlInfoId.ServerSubstraitMaxVersion] = string.Empty,
            [SqlInfoId.IdentifierQuoteChar] = "\"",
            [SqlInfoId.SearchStringEscape] = "\\",
            [SqlInfoId.ExtraNameCharacters] = string.Empty,
            [SqlInfoId.SchemaTerm] = "schema",
            [SqlInfoId.ProcedureTerm] = "macro",
            [SqlInfoId.CatalogTerm] = "catalog",
            [SqlInfoId.SupportsConvert] = SqlConversions.All,
        };
        AddFlags(values);
        AddNumbers(values);
        AddLimits(values);
        SqlWords.AddTo(values);
        return values;
    }

    private static void AddFlags(SortedDictionary<SqlInfoId, object> values)
    {
        SqlInfoId[] yes =
        [
            SqlInfoId.ServerSql, SqlInfoId.ServerCancel, SqlInfoId.ServerBulkIngestion, SqlInfoId.ServerIngestTransactionsSupported, SqlInfoId.DdlSchema, SqlInfoId.DdlTable,
            SqlInfoId.AllTablesAreSelectable, SqlInfoId.SupportsColumnAliasing, SqlInfoId.NullPlusNullIsNull,
            SqlInfoId.SupportsTableCorrelationNames, SqlInfoId.SupportsExpressionsInOrderBy, SqlInfoId.SupportsOrderByUnrelated,
            SqlInfoId.SupportsLikeEscapeClause, SqlInfoId.SupportsNonNullableColumns, SqlInfoId.CatalogAtStart,
            SqlInfoId.CorrelatedSubqueriesSupported, SqlInfoId.MaxRowSizeIncludesBlobs, SqlInfoId.BatchUpdatesSupported,
            SqlInfoId.TransactionsSupported, SqlInfoId.SavepointsSupported,
        ];
        SqlInfoId[] no =
        [
            SqlInfoId.ServerReadOnly, SqlInfoId.ServerSubstrait, SqlInfoId.DdlCatalog, SqlInfoId.SupportsDifferentTableCorrelationNames,
            SqlInfoId.SupportsIntegrityEnhancementFacility, SqlInfoId.SelectForUpdateSupported, SqlInfoId.StoredProceduresSupported,
            SqlInfoId.DataDefinitionCausesTransactionCommit, SqlInfoId.DataDefinitionsInTransactionsIgnored, SqlInfoId.NamedParametersSupported,
            SqlInfoId.LocatorsUpdateCopy, SqlInfoId.StoredFunctionsUsingCallSyntaxSupported,
        ];
        foreach (var id in yes)
        {
            values[id] = true;
        }

        foreach (var id in no)
        {
            values[id] = false;
        }
    }

    /// <summary>int32: numbers and bit masks, bit n standing for value n of the enumeration that Flight SQL names.</summary>
    private static void AddNumbers(SortedDictionary<SqlInfoId, object> values)
    {
        // 0 = none, 1 = transactions, 2 = savepoints too.
        values[SqlInfoId.ServerTransaction] = 2;
        values[SqlInfoId.ServerStatementTimeout] = 0;
        values[SqlInfoId.ServerTransactionTimeout] = 0;
        values[SqlInfoId.SupportedGroupBy] = 0b11;
        values[SqlInfoId.SupportedGrammar] = AllThreeLevels;
        values[SqlInfoId.Ansi92SupportedLevel] = AllThreeLevels;
        values[SqlInfoId.OuterJoinsSupportLevel] = 0b110;
        values[SqlInfoId.SchemasSupportedActions] = 0;
        values[SqlInfoId.CatalogsSupportedActions] = 0;
        values[SqlInfoId.SupportedPositionedCommands] = 0;
        values[SqlInfoId.SupportedSubqueries] = 0b1111;
        values[SqlInfoId.SupportedUnions] = 0b11;
        values[SqlInfoId.SupportedTransactionsIsolationLevels] = 1 << RepeatableRead;
        values[SqlInfoId.SupportedResultSetTypes] = 0b10;
        values[SqlInfoId.SupportedConcurrenciesForResultSetUnspecified] = 0;
        values[SqlInfoId.SupportedConcurrenciesForResultSetForwardOnly] = 0b10;
        values[SqlInfoId.SupportedConcurrenciesForResultSetScrollSensitive] = 0;
        values[SqlInfoId.SupportedConcurrenciesForResultSetScrollInsensitive] = 0;
    }

    /// <summary>int64: for limits, 0 means none or unknown.</summary>
    private static void AddLimits(SortedDictionary<SqlInfoId, object> values)
    {
        // 1 = names ignore case, quoted or not; 3 = nulls come last.
        values[SqlInfoId.IdentifierCase] = 1L;
        values[SqlInfoId.QuotedIdentifierCase] = 1L;
        values[SqlInfoId.NullOrdering] = 3L;
        values[SqlInfoId.DefaultTransactionIsolation] = (long)RepeatableRead;
        for (var id = SqlInfoId.MaxBinaryLiteralLength; id <= SqlInfoId.MaxUsernameLength; id++)
        {
            values.TryAdd(id, 0L);
        }
    }
}
