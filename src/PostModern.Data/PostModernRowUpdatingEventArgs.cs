using System.Data;
using System.Data.Common;

namespace PostModern.Data;

/// <summary>A row is about to be written back; the handler may change the command, or skip the row.</summary>
/// <param name="row">The row.</param>
/// <param name="command">What will run; null when there is none.</param>
/// <param name="statementType">Of which kind it is.</param>
/// <param name="tableMapping">The table's names.</param>
public sealed class PostModernRowUpdatingEventArgs(DataRow row, IDbCommand? command, StatementType statementType, DataTableMapping tableMapping)
    : RowUpdatingEventArgs(row, command, statementType, tableMapping)
{
    /// <inheritdoc cref="RowUpdatingEventArgs.Command" />
    public new PostModernCommand? Command
    {
        get => (PostModernCommand?)base.Command;
        set => base.Command = value;
    }

    /// <inheritdoc />
    protected override IDbCommand? BaseCommand
    {
        get => base.BaseCommand;
        set => base.BaseCommand = value as PostModernCommand;
    }
}
