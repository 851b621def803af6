using System.Data;
using System.Data.Common;

namespace PostModern.Data;

/// <summary>A row was written back, or was not: <see cref="RowUpdatedEventArgs.Errors"/> says why.</summary>
/// <param name="row">The row; of several, the first.</param>
/// <param name="command">What ran; null for several.</param>
/// <param name="statementType">Of which kind it is.</param>
/// <param name="tableMapping">The table's names.</param>
public sealed class PostModernRowUpdatedEventArgs(DataRow row, IDbCommand? command, StatementType statementType, DataTableMapping tableMapping)
    : RowUpdatedEventArgs(row, command, statementType, tableMapping)
{
    /// <inheritdoc cref="RowUpdatedEventArgs.Command" />
    public new PostModernCommand? Command => (PostModernCommand?)base.Command;
}
