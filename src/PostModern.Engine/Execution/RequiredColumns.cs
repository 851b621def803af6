using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Columns that are NOT NULL: Delta writes it down, and leaves it to who writes rows to see that it is so.</summary>
internal static class RequiredColumns
{
    /// <summary>Looks whether all rows of new files have the values that they must have.</summary>
    /// <param name="context">The running statement.</param>
    /// <param name="layout">The dataset's columns.</param>
    /// <param name="files">With the paths where they were written.</param>
    /// <exception cref="ServerException">InvalidInput: some have not.</exception>
    public static async Task CheckAsync(CommandContext context, TableLayout layout, IReadOnlyList<AddFile> files)
    {
        foreach (var field in layout.Schema.Fields.Where(f => !f.IsNullable))
        {
            long nulls = 0;
            foreach (var file in files.Where(f => f.Rows > 0))
            {
                nulls += await NullsAsync(context, field, file);
            }

            if (nulls > 0)
            {
                throw new ServerException(ErrorCode.InvalidInput, string.Create(
                    CultureInfo.InvariantCulture, $"Column '{field.Name}' is NOT NULL, and {nulls} of the rows to write have no value in it. Nothing was written."));
            }
        }
    }

    private static async Task<long> NullsAsync(CommandContext context, Field field, AddFile file)
    {
        var name = ColumnMapping.PhysicalName(field);
        if (file.PartitionValues.TryGetValue(name, out var value))
        {
            return string.IsNullOrEmpty(value) ? file.Rows ?? 0 : 0;
        }

        // Statistics of nested columns are those of what lies in them.
        return file.ReadStatistics()?.Columns.GetValueOrDefault(name)?.NullCount
            ?? await context.CountAsync($"FROM read_parquet({SqlText.Literal(file.Path)}) WHERE {SqlText.Name(name)} IS NULL");
    }
}
