using System.Data;
using System.Data.Common;
using PostModern.Data;

namespace PostModern.Samples;

/// <summary>System.Data.Common: code that knows no provider, which it finds by a name from its configuration.</summary>
internal static class AnyProviderSample
{
    private const string Name = "PostModern.Data";

    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        // Once, where the program starts.
        DbProviderFactories.RegisterFactory(Name, PostModernFactory.Instance);

        await PrintAsync(Name, connectionString, "SELECT range AS n, range % @divisor AS rest FROM range(3)", ("divisor", 2), output);
    }

    private static async Task PrintAsync(string provider, string connectionString, string sql, (string Name, object Value) argument, TextWriter output)
    {
        var factory = DbProviderFactories.GetFactory(provider);
        await using var source = factory.CreateDataSource(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = argument;
        command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess);
        while (await reader.ReadAsync())
        {
            await output.WriteLineAsync(string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)} = {reader.GetValue(i)}")));
        }
    }
}
