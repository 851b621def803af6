using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace PostModern.Data;

/// <summary>One of a batch's commands: a text with its own parameters.</summary>
public sealed class PostModernBatchCommand : DbBatchCommand
{
    private string _text = "";
    private long _changed = -1;

    /// <summary>A command without text.</summary>
    public PostModernBatchCommand()
    {
    }

    /// <param name="commandText">One or more statements.</param>
    public PostModernBatchCommand(string? commandText) => CommandText = commandText;

    /// <inheritdoc />
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set => _text = value ?? "";
    }

    /// <inheritdoc cref="PostModernCommand.CommandType" />
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set => CommandTypes.Check(value);
    }

    /// <summary>The rows that it changed in the last execution, as far as that has come; −1 when it changes none.</summary>
    public override int RecordsAffected => (int)Math.Min(_changed, int.MaxValue);

    /// <inheritdoc cref="DbBatchCommand.Parameters" />
    public new PostModernParameterCollection Parameters { get; } = [];

    /// <inheritdoc />
    public override bool CanCreateParameter => true;

    /// <inheritdoc />
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <inheritdoc cref="DbBatchCommand.CreateParameter" />
    public override PostModernParameter CreateParameter() => new();

    internal void Reset() => _changed = -1;

    internal void Count(long rows) => _changed = rows < 0 ? _changed : Math.Max(0, _changed) + rows;
}
