using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Flight.Client;

namespace PostModern.Tests.Server;

/// <summary>Whole results as boxed values.</summary>
internal static class Rows
{
    public static async Task<List<object?[]>> ReadAsync(this FlightStream stream)
    {
        var rows = new List<object?[]>();
        await foreach (var batch in stream.ReadBatchesAsync())
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    rows.Add([.. batch.Columns.Select(column => ColumnValue.Get(column, row))]);
                }
            }
        }

        return rows;
    }

    public static async Task<List<object?[]>> ReadAsync(this FlightSqlClient client, string sql)
    {
        await using var stream = await client.QueryAsync(sql, null, default);
        return await stream.ReadAsync();
    }

    public static async Task<List<object?[]>> ReadAsync(this FlightSqlClient client, IMessage command)
    {
        await using var stream = await client.QueryAsync(command, null, default);
        return await stream.ReadAsync();
    }

    public static async Task<object?> ReadValueAsync(this FlightSqlClient client, string sql) => (await client.ReadAsync(sql))[0][0];
}
