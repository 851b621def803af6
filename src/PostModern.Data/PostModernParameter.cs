using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace PostModern.Data;

/// <summary>A value for a placeholder of a statement.</summary>
/// <remarks>
/// Placeholders are <c>?</c> or <c>$1</c> (values by position) and <c>@name</c> or <c>$name</c> (values by name). <c>@name</c> is rewritten to
/// <c>$name</c> by the client, outside literals, comments and quoted names, and only where a parameter of that name exists.
/// </remarks>
public sealed class PostModernParameter : DbParameter
{
    private DbType? _dbType;
    private string _name = "";
    private string _sourceColumn = "";
    private ParameterDirection _direction = ParameterDirection.Input;

    /// <summary>A parameter without name and value.</summary>
    public PostModernParameter()
    {
    }

    /// <param name="name">With or without <c>@</c> or <c>$</c>; null or empty for a value by position.</param>
    /// <param name="value">See <see cref="Value"/>.</param>
    public PostModernParameter(string? name, object? value)
    {
        ParameterName = name;
        Value = value;
    }

    /// <summary>The type that the value is sent as. Unless set it follows the value, and is String while there is none.</summary>
    public override DbType DbType
    {
        get => _dbType ?? ParameterTypes.DbTypeOf(Value);
        set => _dbType = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Always <see cref="ParameterDirection.Input"/>: no statement hands values back through parameters.</summary>
    /// <exception cref="NotSupportedException">Another direction is set.</exception>
    public override ParameterDirection Direction
    {
        get => _direction;
        set => _direction = value == ParameterDirection.Input
            ? value
            : throw new NotSupportedException("PostModern has input parameters only; read results with a data reader.");
    }

    /// <inheritdoc />
    public override bool IsNullable { get; set; }

    /// <summary>The name, as it was set; a leading <c>@</c>, <c>$</c> or <c>:</c> doesn't matter.</summary>
    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set => _name = value ?? "";
    }

    /// <summary>The digits of a decimal, 38 at most; 0, unless set, for as many as the value has.</summary>
    public override byte Precision { get; set; }

    /// <summary>The digits after a decimal's point, where <see cref="Precision"/> is set.</summary>
    public override byte Scale { get; set; }

    /// <summary>The characters or bytes of a value that are sent at most; 0, unless set, for all.</summary>
    public override int Size { get; set; }

    /// <inheritdoc />
    [AllowNull]
    public override string SourceColumn
    {
        get => _sourceColumn;
        set => _sourceColumn = value ?? "";
    }

    /// <inheritdoc />
    public override bool SourceColumnNullMapping { get; set; }

    /// <inheritdoc />
    public override DataRowVersion SourceVersion { get; set; } = DataRowVersion.Current;

    /// <summary>
    /// A CLR value: numbers, string, bool, byte[], Guid, dates and times, arrays and lists of them, dictionaries (maps; with string keys and object
    /// values: structs). <see cref="DBNull"/> is NULL; null means that nobody has set a value, and executing fails.
    /// </summary>
    public override object? Value { get; set; }

    internal string BareName => _name is ['@' or '$' or ':', ..] ? _name[1..] : _name;

    internal DbType? ExplicitDbType => _dbType;

    /// <inheritdoc />
    public override void ResetDbType() => _dbType = null;

    /// <inheritdoc />
    public override string ToString() => _name;
}
