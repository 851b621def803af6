using System.Text;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Partition values: text in the log, typed in queries.</summary>
/// <remarks>Delta transaction log protocol, section "Partition Value Serialization".</remarks>
internal static class PartitionText
{
    /// <summary>The log's text as SQL; NULL and the empty text both mean NULL.</summary>
    public static string Literal(string? text) => string.IsNullOrEmpty(text) ? "NULL"
        : text.Contains('\0', StringComparison.Ordinal) ? $"decode({Blob(text)})" // a zero would end the statement's text
        : SqlText.Literal(text);

    /// <summary>SQL that gives the typed value of SQL that gives the log's text.</summary>
    public static string Parse(string text, DeltaColumn column) =>
        $"CAST({(column.StorageType == "BLOB" ? $"encode({text})" : text)} AS {column.StorageType})";

    /// <summary>SQL that gives the log's text of a typed value.</summary>
    /// <param name="value">SQL of the storage type.</param>
    /// <param name="column">The partition column.</param>
    public static string Format(string value, DeltaColumn column) => column.StorageType switch
    {
        "BLOB" => $"decode({value})",
        "TIMESTAMP WITH TIME ZONE" => $"strftime({value}, '%Y-%m-%dT%H:%M:%S.%fZ')",
        _ => $"CAST({value} AS VARCHAR)",
    };

    private static string Blob(string text) =>
        $"'{string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"\\x{b:X2}"))}'::BLOB";
}
