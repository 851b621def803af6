using System.Globalization;
using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Execution;

/// <summary>The values of a statement's parameters as its recipe keeps them.</summary>
internal static class KeptParameters
{
    // A commit is read by everyone who opens the dataset: a value of megabytes has no place in it.
    private const int MostCharacters = 64 * 1024;

    /// <returns>Null when there are none, when several rows of them make one version, or when one can't be kept.</returns>
    public static IReadOnlyList<RecipeParameter>? Of(Schema parameters, RecordBatch? values, int row)
    {
        if (parameters.Fields.Count == 0 || values is null || values.Length > 1 || values.Columns.Length < parameters.Fields.Count)
        {
            return null;
        }

        var kept = new List<RecipeParameter>();
        for (var i = 0; i < parameters.Fields.Count; i++)
        {
            if (TryKeep(parameters.Fields[i].Name, values.Schema.Fields[i], values.Columns[i], row) is not { } parameter)
            {
                return null;
            }

            kept.Add(parameter);
        }

        return kept.Sum(p => p.Value?.Length ?? 0) <= MostCharacters ? kept : null;
    }

    private static RecipeParameter? TryKeep(string name, Field field, Column column, int row)
    {
        try
        {
            var stored = DeltaSchema.ColumnsOf(new Schema(field))[0];
            var value = ColumnValue.Get(column, row);
            var text = Text(value);
            return value is null || text is not null ? new RecipeParameter(name, stored.DuckDbType ?? stored.StorageType, text) : null;
        }
        catch (ServerException)
        {
            // A type that no dataset can hold: the statement may use it all the same.
            return null;
        }
    }

    /// <summary>A text that DuckDB casts back; null for values that have none so simple.</summary>
    private static string? Text(object? value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00", CultureInfo.InvariantCulture),
        decimal or BigInteger or sbyte or short or int or long or byte or ushort or uint or ulong => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        _ => null,
    };
}
