namespace PostModern.Lake.Cache;

/// <summary>Adds entries, keeps the totals true in the same transaction, and makes room.</summary>
internal static class CacheWrites
{
    /// <summary>How full the cache is left after making room: dropping a few entries at each write would be slower.</summary>
    private const double RoomyShare = 0.9;

    private const string Insert = "INSERT INTO entries(id, key, used, value, effort) VALUES ($1, $2, $3, $4, $5) ON CONFLICT(id) DO NOTHING";
    private const string Length = "SELECT length(key) + length(value) FROM entries WHERE id = $1";
    private const string Replace = "UPDATE entries SET key = $2, used = $3, value = $4, effort = $5 WHERE id = $1";
    private const string Renew = "UPDATE entries SET used = $2 WHERE id = $1";
    private const string Count = "UPDATE totals SET entries = entries + $1, bytes = bytes + $2";

    private const string DropOldest =
        "DELETE FROM entries WHERE n IN (SELECT n FROM entries ORDER BY used LIMIT $1) RETURNING length(key) + length(value)";

    public static void Put(CacheConnection connection, IReadOnlyList<CacheEntry> entries, long now, long maxBytes) =>
        connection.InTransaction(isWrite: true, () =>
        {
            long added = 0;
            long bytes = 0;
            foreach (var (key, value, effort) in entries)
            {
                var id = ShortKey.Of(key);
                var milliseconds = (long)effort.TotalMilliseconds;
                bytes += key.Length + value.Length;
                if (connection.Command(Insert, id, key, now, value, milliseconds).ExecuteNonQuery() > 0)
                {
                    added++;
                    continue;
                }

                bytes -= (long)connection.Command(Length, id).ExecuteScalar()!;
                connection.Command(Replace, id, key, now, value, milliseconds).ExecuteNonQuery();
            }

            connection.Command(Count, added, bytes).ExecuteNonQuery();
            MakeRoom(connection, maxBytes);
        });

    public static void Touch(CacheConnection connection, List<long> ids, long now) =>
        connection.InTransaction(isWrite: true, () =>
        {
            foreach (var id in ids)
            {
                connection.Command(Renew, id, now).ExecuteNonQuery();
            }
        });

    private static void MakeRoom(CacheConnection connection, long maxBytes)
    {
        var (entries, bytes) = CacheReads.Totals(connection);
        if (bytes <= maxBytes)
        {
            return;
        }

        // Entries differ in size, so the number to drop is a guess, repeated until it was enough.
        var target = (long)(maxBytes * RoomyShare);
        while (bytes > target && entries > 0)
        {
            var guess = Math.Clamp((bytes - target) * entries / bytes, 1, entries);
            var (dropped, freed) = Drop(connection, guess);
            connection.Command(Count, -dropped, -freed).ExecuteNonQuery();
            (entries, bytes) = dropped == 0 ? (0, 0) : (entries - dropped, bytes - freed);
        }
    }

    private static (long Dropped, long Freed) Drop(CacheConnection connection, long count)
    {
        long dropped = 0;
        long freed = 0;
        using var row = connection.Command(DropOldest, count).ExecuteReader();
        while (row.Read())
        {
            dropped++;
            freed += row.GetInt64(0);
        }

        return (dropped, freed);
    }
}
