using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>Writes the INSERT, UPDATE and DELETE of an adapter whose query reads one table.</summary>
/// <remarks>
/// Datasets declare no keys. Unless <see cref="KeyColumns"/> says what tells rows apart, all columns do, except BLOB, lists, structs and maps: a row is found again by
/// the values that were read, NULL included, and rows that are the same in all of them are changed together.
/// </remarks>
public sealed class PostModernCommandBuilder : DbCommandBuilder
{
    private const string Quote = "\"";

    /// <summary>A builder without adapter.</summary>
    public PostModernCommandBuilder()
    {
    }

    /// <param name="adapter">Whose commands to write, each when it is needed and not set.</param>
    public PostModernCommandBuilder(PostModernDataAdapter adapter)
        : this() => DataAdapter = adapter;

    /// <inheritdoc cref="DbCommandBuilder.DataAdapter" />
    public new PostModernDataAdapter? DataAdapter
    {
        get => (PostModernDataAdapter?)base.DataAdapter;
        set => base.DataAdapter = value;
    }

    /// <summary>The table that is written, as SQL writes its name; null unless set, when it is the only table behind FROM of the adapter's query.</summary>
    public string? TableName { get; set; }

    /// <summary>The columns that tell rows apart; empty for all that can be compared.</summary>
    public ISet<string> KeyColumns { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Always a double quote.</summary>
    /// <exception cref="NotSupportedException">It is set to something else.</exception>
    [AllowNull]
    public override string QuotePrefix
    {
        get => Quote;
        set => CheckQuote(value);
    }

    /// <inheritdoc cref="QuotePrefix" />
    [AllowNull]
    public override string QuoteSuffix
    {
        get => Quote;
        set => CheckQuote(value);
    }

    /// <exception cref="NotSupportedException">Always: there are no stored procedures, and a statement's parameters are those that its text names.</exception>
    public static void DeriveParameters(PostModernCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        throw new NotSupportedException("There are no stored procedures to derive parameters from; add those that the command's text names.");
    }

    /// <inheritdoc />
    public override string QuoteIdentifier(string unquotedIdentifier)
    {
        ArgumentNullException.ThrowIfNull(unquotedIdentifier);
        return SqlText.Name(unquotedIdentifier);
    }

    /// <inheritdoc />
    public override string UnquoteIdentifier(string quotedIdentifier)
    {
        ArgumentNullException.ThrowIfNull(quotedIdentifier);
        return quotedIdentifier is ['"', .., '"'] ? quotedIdentifier[1..^1].Replace("\"\"", Quote, StringComparison.Ordinal) : quotedIdentifier;
    }

    /// <inheritdoc cref="DbCommandBuilder.GetInsertCommand()" />
    public new PostModernCommand GetInsertCommand() => (PostModernCommand)base.GetInsertCommand();

    /// <inheritdoc cref="DbCommandBuilder.GetUpdateCommand()" />
    public new PostModernCommand GetUpdateCommand() => (PostModernCommand)base.GetUpdateCommand();

    /// <inheritdoc cref="DbCommandBuilder.GetDeleteCommand()" />
    public new PostModernCommand GetDeleteCommand() => (PostModernCommand)base.GetDeleteCommand();

    /// <inheritdoc />
    protected override DataTable GetSchemaTable(DbCommand sourceCommand)
    {
        ArgumentNullException.ThrowIfNull(sourceCommand);
        var table = TableName is null ? SimpleSelect.TableOf(sourceCommand.CommandText) : QualifiedName.Parse(TableName);
        return UpdatableSchema.Of((PostModernCommand)sourceCommand, table, KeyColumns);
    }

    /// <inheritdoc />
    protected override void ApplyParameterInfo(DbParameter parameter, DataRow row, StatementType statementType, bool whereClause) =>

        // The value's own type says more than the schema: a decimal's digits, a timestamp's kind.
        parameter.ResetDbType();

    /// <inheritdoc />
    protected override string GetParameterName(int parameterOrdinal) => string.Create(CultureInfo.InvariantCulture, $"p{parameterOrdinal}");

    /// <inheritdoc />
    protected override string GetParameterName(string parameterName) => parameterName;

    /// <inheritdoc />
    protected override string GetParameterPlaceholder(int parameterOrdinal) => "@" + GetParameterName(parameterOrdinal);

    /// <inheritdoc />
    protected override void SetRowUpdatingHandler(DbDataAdapter adapter)
    {
        if (adapter is not PostModernDataAdapter ours)
        {
            throw new InvalidCastException($"The builder needs a {nameof(PostModernDataAdapter)}, not a {adapter.GetType()}.");
        }

        // Called again with the adapter that it has to let go of it.
        if (ours == base.DataAdapter)
        {
            ours.RowUpdating -= OnRowUpdating;
        }
        else
        {
            ours.RowUpdating += OnRowUpdating;
        }
    }

    private static void CheckQuote(string? value)
    {
        if (value != Quote)
        {
            throw new NotSupportedException("Names are quoted with double quotes.");
        }
    }

    private void OnRowUpdating(object? sender, PostModernRowUpdatingEventArgs e) => RowUpdatingHandler(e);
}
