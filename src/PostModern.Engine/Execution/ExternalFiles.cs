using PostModern.DuckDb;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>Confines DuckDB's own file functions and COPY to folders, for good: neither setting can be loosened while the database is open.</summary>
/// <remarks>DuckDB compares paths as they are written, so that a link inside a folder still leads it out.</remarks>
internal static class ExternalFiles
{
    public static void Confine(Connection connection, IEnumerable<string> folders, CancellationToken cancellation)
    {
        var list = string.Join(", ", folders.Select(SqlText.Literal));
        connection.Execute($"SET GLOBAL allowed_directories = [{list}]", cancellation);
        connection.Execute("SET GLOBAL enable_external_access = false", cancellation);
    }
}
