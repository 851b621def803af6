namespace PostModern.Lake.Cache;

/// <summary>Looks keys up, and tells which entries' last use is due to be renewed.</summary>
internal static class CacheReads
{
    private const string Select = "SELECT key, used, value, effort FROM entries WHERE id = $1";

    /// <summary>Sets <paramref name="values"/> where a key is known, and adds the rows last used before a time to <paramref name="stale"/>.</summary>
    /// <returns>The milliseconds that it had taken to compute those values.</returns>
    public static long Find(CacheConnection connection, IReadOnlyList<byte[]> keys, byte[]?[] values, long staleBefore, List<long> stale)
    {
        long effort = 0;
        connection.InTransaction(isWrite: false, () =>
        {
            for (var i = 0; i < keys.Count; i++)
            {
                var id = ShortKey.Of(keys[i]);
                using var row = connection.Command(Select, id).ExecuteReader();
                if (row.Read() && row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(keys[i]))
                {
                    values[i] = row.GetFieldValue<byte[]>(2);
                    effort += row.GetInt64(3);
                    if (row.GetInt64(1) < staleBefore)
                    {
                        stale.Add(id);
                    }
                }
            }
        });
        return effort;
    }

    public static (long Entries, long Bytes) Totals(CacheConnection connection)
    {
        using var row = connection.Command("SELECT entries, bytes FROM totals").ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1)) : default;
    }
}
